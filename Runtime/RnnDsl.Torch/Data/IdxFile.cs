using System.Buffers.Binary;

namespace RnnDsl.Data;

/// <summary>An array of bytes in the IDX format of MNIST and similar data sets; plain or compressed with gzip.</summary>
/// <remarks>
/// Two zero bytes, the element type, the number of dimensions, each dimension as a big-endian int32, then the elements in row-major
/// order. Every field is checked, and allocations are limited by the length of the file.
/// </remarks>
public sealed class IdxFile
{
    private const byte UnsignedByte = 0x08;

    // The maximum compression ratio of deflate.
    private const long HighestRatio = 1032;

    private IdxFile(string name, int[] dimensions, byte[] data)
    {
        Name = name;
        Dimensions = dimensions;
        Data = data;
    }

    /// <summary>The name of the file in messages.</summary>
    public string Name { get; }

    /// <summary>The lengths of the dimensions, in row-major order.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The elements in the order of the file.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Reads a whole file; detects gzip by its first bytes.</summary>
    /// <param name="stream">The file from its start; its length must be known.</param>
    /// <param name="name">The name in messages.</param>
    /// <param name="axes">The names of the expected dimensions, such as "images", "rows", "columns".</param>
    /// <exception cref="DataException">The file violates the format, is truncated or too long, or has other dimensions.</exception>
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
    /// <param name="stream">The stream to write to.</param>
    /// <param name="dimensions">The lengths of the dimensions, in row-major order.</param>
    /// <param name="data">The elements.</param>
    /// <exception cref="ArgumentException">The number of bytes does not match the dimensions.</exception>
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
    /// <param name="name">The name in messages.</param>
    /// <param name="mostBytes">The maximum length of the content.</param>
    /// <param name="axes">The names of the dimensions.</param>
    private static IdxFile Read(Stream stream, string name, long mostBytes, ReadOnlySpan<string> axes)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadHeader(stream, name, magic);
        if (magic is not [0, 0, _, _])
            throw new DataException($"'{name}' is not an IDX file: it starts with {Hex(magic)}, where 00 00, the type 08 and the number of dimensions {axes.Length:X2} are expected.");
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
                throw new DataException($"'{name}' has {dimensions[i].Invariant()} {axes[i]}, which is not a valid length.");

            // Both factors are below 2³¹ (the previous product is below Array.MaxLength), so the product cannot overflow.
            length *= dimensions[i];
            if (length > Array.MaxLength)
                throw new DataException($"'{name}' has {Sizes(dimensions.AsSpan(0, i + 1), axes)}: more than the {Array.MaxLength.Invariant()} bytes that can be read.");
        }

        var header = 4L * (1 + dimensions.Length);
        if (length > mostBytes - header)
            throw new DataException($"'{name}' is cut short: its header declares {length.Invariant()} bytes ({Sizes(dimensions, axes)}), and it has too few for that.");
        new ReadBudget(name).TakeArray<byte>(length);
        var data = new byte[length];
        var count = stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        if (count < length)
            throw new DataException($"'{name}' is cut short: its header declares {length.Invariant()} bytes ({Sizes(dimensions, axes)}), but it has {count.Invariant()}.");
        if (stream.ReadByte() >= 0)
            throw new DataException($"'{name}' is too long: bytes follow the {length.Invariant()} that its header declares ({Sizes(dimensions, axes)}).");
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
