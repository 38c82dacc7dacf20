using System.Globalization;

namespace RnnDsl;

/// <summary>
/// How much the readers take of one file before they refuse it: a compressed file of 1 MB can hold 1 GB, and a few bytes of a header can promise more than
/// a machine has. Set <see cref="Current"/> before reading to allow more or less.
/// </summary>
/// <remarks>
/// <c>ReadLimits.Current = ReadLimits.Current with { MemoryBytes = 4L &lt;&lt; 30 };</c>
/// </remarks>
public sealed record ReadLimits
{
    private static volatile ReadLimits _current = new();

    /// <summary>The limits in force, for the whole process.</summary>
    public static ReadLimits Current
    {
        get => _current;
        set => _current = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>
    /// The memory, in bytes, that a reader keeps of one file or archive, by its own estimate of what its objects take. 1 GiB unless set. Tensors of a safetensors file are not
    /// counted: they take the bytes that the file has.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public long MemoryBytes { get; init => field = Positive(value, nameof(MemoryBytes)); } = 1L << 30;

    /// <summary>The characters (UTF-16 code units) of one line of a text. 4,194,304 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int LineCharacters { get; init => field = (int)Positive(value, nameof(LineCharacters)); } = 1 << 22;

    /// <summary>
    /// The length, in bytes, of the header of a safetensors file. 8 MiB unless set, which is enough for some 80,000 tensors; the format allows 100 MB, which take more
    /// than 1 GB of memory to read.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public int HeaderBytes { get; init => field = (int)Positive(value, nameof(HeaderBytes)); } = 1 << 23;

    private static long Positive(long value, string name) => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is a positive number; a limit of {value.ToString(CultureInfo.InvariantCulture)} lets nothing be read.");
}
