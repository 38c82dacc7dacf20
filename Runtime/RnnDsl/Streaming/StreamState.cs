using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnDsl.Streaming;

/// <summary>
/// The states of a stream after a step: a value that nothing modifies. <see cref="ToBytes"/> and <see cref="FromBytes"/> move it to another process.
/// </summary>
public sealed class StreamState
{
    private const uint Magic = 0x534E4E52; // "RNNS"
    private const ushort Version = 1;
    private const int LongestName = 1 << 10;

    private readonly int[] _widths;
    private readonly float[] _values;

    private StreamState(string model, int[] widths, float[] values)
    {
        Model = model;
        (_widths, _values) = (widths, values);
    }

    /// <summary>The model that the state is of.</summary>
    public string Model { get; }

    /// <summary>The sizes of the states, layer by layer.</summary>
    public IReadOnlyList<int> Widths => _widths;

    /// <summary>The values of one state, such as the hidden states of a layer for a heat map.</summary>
    /// <param name="index">
    /// Its index in <see cref="Widths"/>: layer by layer, and within a layer in the order of its equations. A GRU or an Elman layer has one state, its hidden state; an LSTM layer has two, hidden
    /// state and cell state.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public ReadOnlySpan<float> Values(int index)
    {
        if ((uint)index >= (uint)_widths.Length)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"{Model} has {_widths.Length} {(_widths.Length == 1 ? "state" : "states")}, counted from 0.");
        return _values.AsSpan(_widths.Take(index).Sum(), _widths[index]);
    }

    internal static StreamState Of(string model, ReadOnlySpan<StreamRows> states, int row)
    {
        var widths = new int[states.Length];
        for (var i = 0; i < states.Length; i++)
            widths[i] = states[i].Width;
        var values = new float[widths.Sum()];
        var next = values.AsSpan();
        foreach (var state in states)
        {
            state.Span(row).CopyTo(next);
            next = next[state.Width..];
        }

        return new StreamState(model, widths, values);
    }

    /// <summary>The state of an encoder-decoder: of parts of any lengths, in an order of its own.</summary>
    internal static StreamState Of(string model, IReadOnlyList<float[]> parts) => new(model, [.. parts.Select(static part => part.Length)], [.. parts.SelectMany(static part => part)]);

    internal void CopyTo(string model, ReadOnlySpan<StreamRows> states, int row)
    {
        var fits = Model == model && _widths.Length == states.Length;
        for (var i = 0; fits && i < states.Length; i++)
            fits = _widths[i] == states[i].Width;
        if (!fits)
        {
            var expected = new List<int>();
            foreach (var state in states)
                expected.Add(state.Width);
            throw new ArgumentException($"{model} has states of {Describe(expected)}; the state is one of {Model}, with {Describe(_widths)}. Take the state of a stream of the same model and sizes.");
        }

        var next = _values.AsSpan();
        foreach (var state in states)
        {
            next[..state.Width].CopyTo(state.Span(row));
            next = next[state.Width..];
        }
    }

    /// <summary>The state as bytes: a header with model and sizes, the numbers, and a checksum (CRC-32), all little-endian.</summary>
    public byte[] ToBytes()
    {
        var name = Encoding.UTF8.GetBytes(Model);
        var bytes = new byte[HeaderLength(name.Length) + (4 * _widths.Length) + (4 * _values.Length) + 4];
        var rest = bytes.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(rest, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(rest[6..], (ushort)name.Length);
        name.CopyTo(rest[8..]);
        rest = rest[(8 + name.Length)..];
        BinaryPrimitives.WriteInt32LittleEndian(rest, _widths.Length);
        rest = rest[4..];
        foreach (var width in _widths)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, width);
            rest = rest[4..];
        }

        foreach (var value in _values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(rest, value);
            rest = rest[4..];
        }

        BinaryPrimitives.WriteUInt32LittleEndian(rest, Checksum(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    /// <summary>The state of bytes that <see cref="ToBytes"/> made.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <exception cref="InvalidDataException">They are no state: cut short, changed, or of another version.</exception>
    public static StreamState FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength(0) + 4)
            throw Invalid($"there are {bytes.Length.ToString(CultureInfo.InvariantCulture)} bytes, and the header alone has {HeaderLength(0) + 4}");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
            throw Invalid("they do not begin with 'RNNS'");
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) is var version and not Version)
            throw Invalid($"their version is {version}, and this library reads version {Version}");
        if (Checksum(bytes[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]))
            throw Invalid("their checksum differs: they were changed or cut short");

        var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        var rest = bytes[8..^4];
        if (nameLength > LongestName || rest.Length < nameLength + 4)
            throw Invalid($"the name of the model would have {nameLength} bytes");
        string model;
        try
        {
            model = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(rest[..nameLength]);
        }
        catch (ArgumentException)
        {
            throw Invalid("the name of the model is not UTF-8");
        }

        rest = rest[nameLength..];
        var count = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[4..];
        if (count < 0 || count > rest.Length / 4)
            throw Invalid($"they would hold {count} states");
        var widths = new int[count];
        var total = 0L;
        for (var i = 0; i < count; i++)
        {
            widths[i] = BinaryPrimitives.ReadInt32LittleEndian(rest[(4 * i)..]);
            total += widths[i] >= 0 ? widths[i] : throw Invalid($"a state would have {widths[i]} numbers");
        }

        rest = rest[(4 * count)..];
        if (total * 4 != rest.Length)
            throw Invalid($"their sizes ask for {total} numbers, and {rest.Length} bytes follow");
        var values = new float[total];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(rest[(4 * i)..]);
        return new StreamState(model, widths, values);
    }

    /// <summary>Whether two states are equal, number by number.</summary>
    /// <param name="other">The other.</param>
    public bool SequenceEqual(StreamState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Model == other.Model && _widths.AsSpan().SequenceEqual(other._widths) && MemoryMarshal.AsBytes(_values.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(other._values.AsSpan()));
    }

    private static int HeaderLength(int name) => 8 + name + 4;

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = new Crc32();
        checksum.Append(bytes);
        return checksum.Value;
    }

    private static string Describe(IReadOnlyList<int> widths) => $"{widths.Count} × [{string.Join(", ", widths)}]";

    private static InvalidDataException Invalid(string problem) => new($"These bytes are not the state of a stream: {problem}. StreamState.ToBytes makes them.");
}
