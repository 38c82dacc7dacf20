using System.Buffers.Binary;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using RnnDsl.Files;

namespace RnnDsl.Safetensors;

/// <summary>
/// A safetensors file: 8 bytes with the length of the header (little-endian), a header in JSON, then the bytes of the tensors.
/// </summary>
/// <remarks>
/// The format and its limits are those of Hugging Face's reference implementation (github.com/huggingface/safetensors). Opening a file
/// checks the whole header; tensors are read on demand. A tensor whose dtype is unknown or has no .NET type (F8_E4M3)
/// is listed with its declared dtype; <see cref="ReadBytes(SafetensorsEntry, Span{byte})"/> reads its bytes, the other methods reject it.
/// Not thread-safe.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private const int LengthBytes = 8;

    private readonly Stream _stream;
    private readonly long _dataStart;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(Stream stream, string name, long dataStart, SafetensorsHeader header)
    {
        _stream = stream;
        _dataStart = dataStart;
        Name = name;
        Entries = header.Entries;
        Metadata = header.Metadata;
        _byName = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The bytes of the file.</summary>
    internal long Length => _stream.Length;

    /// <summary>The name of the file in messages.</summary>
    public string Name { get; }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The metadata of the file; empty if there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The path is that of a folder.</exception>
    /// <exception cref="SafetensorsException">The file violates the format.</exception>
    /// <exception cref="ReadLimitException">The header is longer than <see cref="ReadLimits.HeaderBytes"/>.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(ReadableFile.Open(path), path);
    }

    /// <summary>Opens a stream that can seek, such as an embedded resource, and takes ownership of it.</summary>
    /// <param name="stream">The stream, which contains exactly the file.</param>
    /// <param name="name">The name in messages.</param>
    /// <exception cref="SafetensorsException">The stream violates the format.</exception>
    /// <exception cref="ReadLimitException">The header is longer than <see cref="ReadLimits.HeaderBytes"/>.</exception>
    public static SafetensorsFile Open(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
            throw new ArgumentException("A safetensors file is read out of order: the stream must be seekable.", nameof(stream));
        try
        {
            return ReadHeader(stream, name);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static SafetensorsFile ReadHeader(Stream stream, string name)
    {
        if (stream.Length < LengthBytes)
            throw new SafetensorsException(name, $"it has {stream.Length} bytes, and the length of the header alone takes {LengthBytes}");

        stream.Position = 0;
        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.LargestLength)
            throw new SafetensorsException(name, $"its header would be {length} bytes long, and {SafetensorsHeader.LargestLength} is the most the format allows: this is probably another kind of file");
        if ((long)length > stream.Length - LengthBytes)
            throw new SafetensorsException(name, $"its header would be {length} bytes long, but only {stream.Length - LengthBytes} bytes follow: the file is cut short, or of another kind");

        if ((long)length > ReadLimits.Current.HeaderBytes)
            throw new ReadLimitException(name, $"has a header of {length.ToString("N0", CultureInfo.InvariantCulture)} bytes", nameof(ReadLimits.HeaderBytes), ReadLimits.Current.HeaderBytes);

        var header = new byte[length];
        stream.ReadExactly(header);
        var dataStart = LengthBytes + (long)length;
        return new SafetensorsFile(stream, name, dataStart, SafetensorsHeader.Parse(name, header, stream.Length - dataStart));
    }

    /// <summary>The tensor of a name, or <c>null</c>.</summary>
    public SafetensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads all bytes of a tensor.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="destination">The destination, of length <see cref="SafetensorsEntry.ByteCount"/>.</param>
    /// <exception cref="SafetensorsException">A byte of a BOOL tensor is neither 0 nor 1.</exception>
    public void ReadBytes(SafetensorsEntry entry, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (destination.Length != entry.ByteCount)
            throw new ArgumentException($"{entry} has {entry.ByteCount} bytes; the destination has {destination.Length}.", nameof(destination));
        ReadBytes(entry, 0, destination);
    }

    /// <summary>Reads a part of the bytes of a tensor.</summary>
    /// <param name="entry">One of <see cref="Entries"/>.</param>
    /// <param name="offset">The first byte, within the tensor.</param>
    /// <param name="destination">The destination.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range exceeds the tensor.</exception>
    /// <exception cref="SafetensorsException">A byte of a BOOL tensor is neither 0 nor 1.</exception>
    public void ReadBytes(SafetensorsEntry entry, long offset, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Find(entry.Name) != entry)
            throw new ArgumentException($"{entry} is not a tensor of {Name}.", nameof(entry));
        if (offset < 0 || offset > entry.ByteCount - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"{entry} has {entry.ByteCount} bytes, and {destination.Length} were requested from this offset.");

        _stream.Position = _dataStart + entry.Begin + offset;
        _stream.ReadExactly(destination);
        if (entry.Type == SafetensorsType.Bool && destination.IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var wrong)
            throw new SafetensorsException(Name, $"element {offset + wrong} of {entry} is {destination[wrong]}, but a Boolean is 0 or 1");
    }

    /// <summary>Reads the elements of a tensor in their stored type.</summary>
    /// <typeparam name="T">The .NET type of the elements; <see cref="ushort"/> reads the bits of BF16.</typeparam>
    /// <exception cref="ArgumentException">The tensor has another type.</exception>
    public T[] Read<T>(SafetensorsEntry entry)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(entry);
        var matches = SafetensorsTypes.Of<T>() == entry.Type || (typeof(T) == typeof(ushort) && entry.Type == SafetensorsType.BF16);
        if (!matches)
            throw new ArgumentException($"{entry} of {Name} cannot be read as {typeof(T)}, which is {SafetensorsTypes.Of<T>().Name()}.", nameof(entry));

        var values = new T[entry.ElementCount];
        ReadBytes(entry, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Reads a tensor of F16, BF16, F32 or F64 as float32.</summary>
    /// <exception cref="ArgumentException">
    /// The tensor has integers, Booleans, complex numbers, floating-point elements below 16 bits, or elements of an unknown type.
    /// </exception>
    public float[] ReadSingles(SafetensorsEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type is not (SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64))
            throw new ArgumentException($"{entry} of {Name} does not hold floating-point numbers of 16, 32 or 64 bits (F16, BF16, F32, F64).", nameof(entry));

        var singles = new float[entry.ElementCount];
        switch (entry.Type)
        {
            case SafetensorsType.F32:
                ReadBytes(entry, MemoryMarshal.AsBytes(singles.AsSpan()));
                break;
            case SafetensorsType.F64:
                TensorPrimitives.ConvertTruncating<double, float>(Read<double>(entry), singles);
                break;
            case SafetensorsType.F16:
                TensorPrimitives.ConvertToSingle(Read<Half>(entry), singles);
                break;
            default:
                var bits = Read<ushort>(entry);
                for (var i = 0; i < singles.Length; i++)
                    singles[i] = BitConverter.UInt32BitsToSingle((uint)bits[i] << 16);
                break;
        }

        return singles;
    }

    /// <summary>Writes a file atomically.</summary>
    /// <inheritdoc cref="Write(Stream, IEnumerable{SafetensorsTensor}, IReadOnlyDictionary{string, string}?)"/>
    public static void Write(string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes tensors to a stream from its current position.</summary>
    /// <remarks>
    /// The bytes equal those of the reference implementation: types in descending size, then names in ordinal order, which
    /// aligns every tensor to its element size. (The reference implementation writes metadata in arbitrary order; here keys are sorted.)
    /// </remarks>
    /// <param name="stream">A stream with a position.</param>
    /// <param name="tensors">The tensors, in any order.</param>
    /// <param name="metadata">The metadata of the file.</param>
    /// <exception cref="ArgumentException">
    /// Two tensors have one name, a name is reserved, a size is negative, or elements below 8 bits fill no whole byte.
    /// </exception>
    /// <exception cref="InvalidOperationException">A tensor wrote more or fewer bytes than its shape and type need.</exception>
    public static void Write(Stream stream, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        if (!stream.CanSeek)
            throw new ArgumentException("The bytes of each tensor are counted: the stream must have a position.", nameof(stream));

        var ordered = tensors.OrderByDescending(tensor => tensor.Type).ThenBy(tensor => tensor.Name, StringComparer.Ordinal).ToList();
        var entries = PlaceTensors(ordered);
        var header = new SafetensorsHeader(metadata ?? new Dictionary<string, string>(), entries).ToBytes();
        if (header.Length > SafetensorsHeader.LargestLength)
            throw new ArgumentException($"The header would be {header.Length} bytes long, and {SafetensorsHeader.LargestLength} is the most the format allows.", nameof(tensors));

        Span<byte> prefix = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);

        foreach (var (tensor, entry) in ordered.Zip(entries))
        {
            var start = stream.Position;
            tensor.Write(stream);
            if (stream.Position - start != entry.ByteCount)
                throw new InvalidOperationException($"{entry} takes {entry.ByteCount} bytes, but {stream.Position - start} were written.");
        }
    }

    private static List<SafetensorsEntry> PlaceTensors(List<SafetensorsTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var entries = new List<SafetensorsEntry>(tensors.Count);
        var position = 0L;
        foreach (var tensor in tensors)
        {
            if (tensor.Name == SafetensorsHeader.MetadataKey)
                throw new ArgumentException($"No tensor can be named {SafetensorsHeader.MetadataKey}: the name is reserved.", nameof(tensors));
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"Two tensors are named '{tensor.Name}'.", nameof(tensors));
            if (!Enum.IsDefined(tensor.Type))
                throw new ArgumentException($"'{tensor.Name}' has the type {tensor.Type}, which is none of the safetensors format.", nameof(tensors));

            var entry = new SafetensorsEntry(tensor.Name, tensor.Type.Name(), tensor.Shape, position, position);
            if (tensor.Shape.Any(size => size < 0))
                throw new ArgumentException($"{entry} has a negative size.", nameof(tensors));
            if (SafetensorsHeader.BitSize(entry) is not { } bits || bits / 8 > (UInt128)(long.MaxValue - position))
                throw new ArgumentException($"{entry} is more than any file can hold.", nameof(tensors));
            if (bits % 8 != 0)
                throw new ArgumentException($"{entry} needs {bits} bits, which is no whole number of bytes.", nameof(tensors));

            position += (long)(bits / 8);
            entries.Add(entry with { End = position });
        }

        return entries;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();
}
