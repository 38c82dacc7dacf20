using System.Runtime.CompilerServices;

namespace RnnDsl.Files;

/// <summary>Counts the memory that a reader uses for one file against <see cref="ReadLimits.MemoryBytes"/>.</summary>
/// <param name="name">The name of the file in messages.</param>
internal sealed class ReadBudget(string name)
{
    // An object's header and method table, a reference to it, and rounding to 8 bytes.
    private const int ObjectBytes = 32;

    private readonly long _limit = ReadLimits.Current.MemoryBytes;
    private long _taken;

    /// <summary>Counts bytes before they are allocated.</summary>
    /// <exception cref="ReadLimitException">The limit is exceeded.</exception>
    public void Take(long bytes)
    {
        if (bytes > _limit - _taken)
            throw new ReadLimitException(name, "takes more memory than allowed for one file", nameof(ReadLimits.MemoryBytes), _limit);
        _taken += bytes;
    }

    /// <summary>Counts a string.</summary>
    /// <exception cref="ReadLimitException">The limit is exceeded.</exception>
    public void TakeText(int characters) => Take(ObjectBytes + (2L * characters));

    /// <summary>Counts an array of strings.</summary>
    /// <exception cref="ReadLimitException">The limit is exceeded.</exception>
    public void TakeTexts(string[] texts)
    {
        TakeArray<string>(texts.Length);
        foreach (var text in texts)
            TakeText(text.Length);
    }

    /// <summary>Counts an array.</summary>
    /// <exception cref="ReadLimitException">The limit is exceeded.</exception>
    public void TakeArray<T>(long elements) => Take(ObjectBytes + (Unsafe.SizeOf<T>() * elements));
}
