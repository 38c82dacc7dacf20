using System.Buffers.Binary;
using System.Globalization;

namespace RnnDsl.Audio;

/// <summary>The content of the <c>fmt </c> chunk of a WAV file.</summary>
internal sealed record WavHeader(WavFormat Format, int SampleRate, int Channels)
{
    public const int MostChannels = 1024;

    private const int PlainSize = 16;
    private const int ExtensibleSize = 40;
    private const ushort Pcm = 1;
    private const ushort Float = 3;
    private const ushort Extensible = 0xFFFE;

    /// <summary>The part of the identifier of an extensible format after the two bytes of the format.</summary>
    private static ReadOnlySpan<byte> MediaSubtype => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    public int BytesPerSample => BitsOf(Format) / 8;

    /// <param name="chunk">The body of the chunk.</param>
    /// <param name="offset">Its offset in the file.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="DataException">The chunk is inconsistent, or the format is not supported.</exception>
    public static WavHeader Parse(ReadOnlySpan<byte> chunk, int offset, string name)
    {
        var place = $"the 'fmt ' chunk of '{name}' at byte {offset.Invariant()}";
        if (chunk.Length < PlainSize)
            throw new DataException($"'{name}' cannot be read: {place} has {chunk.Length} bytes, where {PlainSize} or more are expected.");
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var frame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
            tag = Subformat(chunk, place, name);

        var format = FormatOf(tag, bits) ?? throw new DataException(
            $"'{name}' contains {Named(tag)} of {bits} bits per sample. Supported are PCM of 8, 16, 24 or 32 bits and floating-point samples of 32 or 64 bits. Convert it: ffmpeg -i FILE -c:a pcm_s16le new.wav");
        if (channels is 0 or > MostChannels)
            throw new DataException($"'{name}' cannot be read: {place} declares {channels} channels, where 1 to {MostChannels.Invariant()} are expected.");
        if (rate is 0 or > WavFile.HighestSampleRate)
            throw new DataException($"'{name}' cannot be read: {place} declares {((long)rate).Invariant()} samples per second, where 1 to {WavFile.HighestSampleRate.Invariant()} are expected.");
        if (frame != channels * bits / 8)
            throw new DataException($"'{name}' is inconsistent: {place} declares {channels} channels of {bits} bits, but {frame} bytes per frame.");
        return new(format, (int)rate, channels);
    }

    public byte[] ToBytes()
    {
        var chunk = new byte[PlainSize];
        var frame = Channels * BytesPerSample;
        BinaryPrimitives.WriteUInt16LittleEndian(chunk, Format is WavFormat.Ieee32 or WavFormat.Ieee64 ? Float : Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(2), (ushort)Channels);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(chunk.AsSpan(8), unchecked((uint)((long)SampleRate * frame)));
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(12), (ushort)frame);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(14), (ushort)BitsOf(Format));
        return chunk;
    }

    private static ushort Subformat(ReadOnlySpan<byte> chunk, string place, string name)
    {
        if (chunk.Length < ExtensibleSize)
            throw new DataException($"'{name}' cannot be read: {place} is WAVE_FORMAT_EXTENSIBLE and has {chunk.Length} bytes, where {ExtensibleSize} are expected.");
        return chunk.Slice(26, 14).SequenceEqual(MediaSubtype)
            ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..])
            : throw new DataException($"'{name}' contains sound of a proprietary format ({Convert.ToHexString(chunk.Slice(24, 16))}). Convert it: ffmpeg -i FILE -c:a pcm_s16le new.wav");
    }

    private static WavFormat? FormatOf(ushort tag, ushort bits) => (tag, bits) switch
    {
        (Pcm, 8) => WavFormat.Pcm8,
        (Pcm, 16) => WavFormat.Pcm16,
        (Pcm, 24) => WavFormat.Pcm24,
        (Pcm, 32) => WavFormat.Pcm32,
        (Float, 32) => WavFormat.Ieee32,
        (Float, 64) => WavFormat.Ieee64,
        _ => null,
    };

    private static int BitsOf(WavFormat format) => format switch
    {
        WavFormat.Pcm8 => 8,
        WavFormat.Pcm16 => 16,
        WavFormat.Pcm24 => 24,
        WavFormat.Pcm32 or WavFormat.Ieee32 => 32,
        WavFormat.Ieee64 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    private static string Named(ushort tag) => tag switch
    {
        Pcm => "PCM",
        Float => "floating-point numbers",
        2 => "ADPCM",
        6 => "A-law",
        7 => "µ-law",
        0x11 => "IMA ADPCM",
        0x31 => "GSM 6.10",
        0x50 or 0x55 => "MPEG",
        _ => $"sound of the format 0x{tag.ToString("X4", CultureInfo.InvariantCulture)}",
    };
}
