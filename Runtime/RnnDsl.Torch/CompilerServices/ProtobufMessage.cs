using System.Buffers.Binary;
using System.Text;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>A message in the wire format of protocol buffers: fields in the order in which they are added. Messages in it are not copied.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0;
    private const int Delimited = 2;
    private const int FourBytes = 5;

    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    /// <summary>The number of bytes.</summary>
    public long Length { get; private set; }

    public ProtobufMessage Integer(int field, long value) => Add([.. Tag(field, Varint), .. Bytes((ulong)value)]);

    public ProtobufMessage Single(int field, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return Add([.. Tag(field, FourBytes), .. bytes]);
    }

    public ProtobufMessage Text(int field, string value) => Content(field, Encoding.UTF8.GetBytes(value));

    public ProtobufMessage Content(int field, ReadOnlyMemory<byte> value)
    {
        Add([.. Tag(field, Delimited), .. Bytes((ulong)value.Length)]);
        return Add(value);
    }

    public ProtobufMessage Message(int field, ProtobufMessage message)
    {
        Add([.. Tag(field, Delimited), .. Bytes((ulong)message.Length)]);
        _parts.AddRange(message._parts);
        Length += message.Length;
        return this;
    }

    public void WriteTo(Stream stream)
    {
        foreach (var part in _parts)
            stream.Write(part.Span);
    }

    private static IEnumerable<byte> Tag(int field, int wire) => Bytes(((ulong)field << 3) | (uint)wire);

    /// <summary>Seven bits a byte, the lowest first; all but the last byte have the highest bit.</summary>
    private static IEnumerable<byte> Bytes(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }

    private ProtobufMessage Add(ReadOnlyMemory<byte> part)
    {
        _parts.Add(part);
        Length += part.Length;
        return this;
    }

    private ProtobufMessage Add(byte[] part) => Add(part.AsMemory());
}
