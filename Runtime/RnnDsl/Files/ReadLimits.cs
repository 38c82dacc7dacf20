using System.Globalization;

namespace RnnDsl.Files;

/// <summary>
/// Limits of the readers for one file: a compressed file of 1 MB can contain 1 GB, and a header of a few bytes can declare more than
/// a machine's memory. Set <see cref="Current"/> before reading to change them.
/// </summary>
/// <remarks>
/// <c>ReadLimits.Current = ReadLimits.Current with { MemoryBytes = 4L &lt;&lt; 30 };</c>
/// </remarks>
public sealed record ReadLimits
{
    private static volatile ReadLimits _current = new();

    /// <summary>The current limits of the process.</summary>
    public static ReadLimits Current
    {
        get => _current;
        set => _current = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>
    /// The memory, in bytes, that a reader may use for one file or archive, by its own estimate of object sizes. Default: 1 GiB. Tensors of a
    /// safetensors file are not counted: they take as many bytes as in the file.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public long MemoryBytes { get; init => field = Positive(value, nameof(MemoryBytes)); } = 1L << 30;

    /// <summary>The maximum number of characters (UTF-16 code units) of a line of text. Default: 4,194,304.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int LineCharacters { get; init => field = (int)Positive(value, nameof(LineCharacters)); } = 1 << 22;

    /// <summary>
    /// The maximum length, in bytes, of the header of a safetensors file. Default: 8 MiB, enough for some 80,000 tensors; the format allows 100 MB,
    /// which take more than 1 GB of memory to read.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int HeaderBytes { get; init => field = (int)Positive(value, nameof(HeaderBytes)); } = 1 << 23;

    private static long Positive(long value, string name) => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be a positive number; a limit of {value.ToString(CultureInfo.InvariantCulture)} would reject every file.");
}
