using System.Buffers.Binary;

namespace RnnDsl.Torch;

/// <summary>An array of bytes in the IDX format, in which MNIST and its successors are published; plain or compressed with gzip.</summary>
/// <remarks>
/// Two zero bytes, the type of an element, the number of dimensions, each dimension as a big-endian int32, then the elements, the last
/// dimension fastest. Every field is checked, and nothing is allocated that the file's own length does not back.
/// </remarks>
public sealed class IdxFile
{
    private const byte UnsignedByte = 0x08;

    // No deflate stream unpacks to more than this many times its length.
    private const long HighestRatio = 1032;

    private IdxFile(string name, int[] dimensions, byte[] data)
    {
        Name = name;
        Dimensions = dimensions;
        Data = data;
    }

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>The lengths, the slowest dimension first.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The elements in the order of the file.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Reads a file whole; gzip is told by its first bytes, not by its name.</summary>
    /// <param name="stream">The file from its beginning; its length must be known.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="axes">What its dimensions mean, such as "images", "rows", "columns": it must have so many.</param>
    /// <exception cref="DataException">The file breaks a rule of the format, is cut short or too long, or has other dimensions.</exception>
    /// <exception cref="ReadLimitException">It has more bytes than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public static IdxFile Read(Stream stream, string name, params ReadOnlySpan<string> axes)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        var packed = GzipContent.IsGzip(stream);
        try
        {
            using var content = GzipContent.Open(stream, name);
            return Read(content, name, packed ? HighestRatio * stream.Length : stream.Length, axes);
        }
        catch (DamagedContentException problem)
        {
            throw new DataException(problem.Message, problem);
        }
    }

    /// <summary>Writes an array of bytes in the format, not compressed.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="dimensions">The lengths, the slowest dimension first.</param>
    /// <param name="data">As many bytes as the dimensions say.</param>
    /// <exception cref="ArgumentException">The dimensions and the bytes do not go together.</exception>
    public static void Write(Stream stream, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var count = 1L;
        foreach (var dimension in dimensions)
            count *= dimension;
        if (dimensions.Length is 0 or > byte.MaxValue || count != data.Length)
            throw new ArgumentException($"Dimensions of {string.Join(" × ", dimensions.ToArray())} do not hold {data.Length} bytes.", nameof(dimensions));

        Span<byte> number = [0, 0, UnsignedByte, (byte)dimensions.Length];
        stream.Write(number);
        foreach (var dimension in dimensions)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, dimension);
            stream.Write(number);
        }
        stream.Write(data);
    }

    /// <param name="stream">The content.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="mostBytes">What the content can have at the very most.</param>
    /// <param name="axes">What the dimensions mean.</param>
    private static IdxFile Read(Stream stream, string name, long mostBytes, ReadOnlySpan<string> axes)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadHeader(stream, name, magic);
        if (magic is not [0, 0, _, _])
            throw new DataException($"'{name}' is no IDX file: it begins with {Hex(magic)}, where 00 00, the type 08 and the number of dimensions {axes.Length:X2} are expected.");
        if (magic[2] != UnsignedByte)
            throw new DataException($"'{name}' has elements of type {TypeName(magic[2])}, where unsigned bytes (08) are expected.");
        if (magic[3] != axes.Length)
            throw new DataException($"'{name}' has {magic[3]} dimension(s), where {axes.Length} are expected: {string.Join(", ", axes.ToArray())}.");

        var dimensions = new int[axes.Length];
        var length = 1L;
        Span<byte> field = stackalloc byte[4];
        for (var i = 0; i < dimensions.Length; i++)
        {
            ReadHeader(stream, name, field);
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(field);
            if (dimensions[i] < 0)
                throw new DataException($"'{name}' has {dimensions[i].Invariant()} {axes[i]}, which cannot be.");

            // Of lengths below 2³¹ the product before stays below Array.MaxLength, so that this one cannot overflow.
            length *= dimensions[i];
            if (length > Array.MaxLength)
                throw new DataException($"'{name}' has {Sizes(dimensions.AsSpan(0, i + 1), axes)}: more than the {Array.MaxLength.Invariant()} bytes that can be read.");
        }

        var header = 4L * (1 + dimensions.Length);
        if (length > mostBytes - header)
            throw new DataException($"'{name}' is cut short: its header promises {length.Invariant()} bytes ({Sizes(dimensions, axes)}), and it has too few for that.");
        new ReadBudget(name).TakeArray<byte>(length);
        var data = new byte[length];
        var count = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (count < length)
            throw new DataException($"'{name}' is cut short: its header promises {length.Invariant()} bytes ({Sizes(dimensions, axes)}), and {count.Invariant()} are there.");
        if (stream.ReadByte() >= 0)
            throw new DataException($"'{name}' is too long: bytes follow the {length.Invariant()} that its header promises ({Sizes(dimensions, axes)}).");
        return new IdxFile(name, dimensions, data);
    }

    private static void ReadHeader(Stream stream, string name, Span<byte> field)
    {
        if (stream.ReadAtLeast(field, field.Length, throwOnEndOfStream: false) < field.Length)
            throw new DataException($"'{name}' is cut short: it ends within its header.");
    }

    private static string Sizes(ReadOnlySpan<int> dimensions, ReadOnlySpan<string> axes)
    {
        var sizes = new string[dimensions.Length];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = $"{dimensions[i].Invariant()} {axes[i]}";
        return string.Join(" × ", sizes);
    }

    private static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', Convert.ToHexString(bytes).Chunk(2).Select(static pair => new string(pair)));

    private static string TypeName(byte type) => $"{type:X2}" + type switch
    {
        0x09 => " (signed bytes)",
        0x0B => " (int16)",
        0x0C => " (int32)",
        0x0D => " (float32)",
        0x0E => " (float64)",
        _ => ", which the format does not have",
    };
}
