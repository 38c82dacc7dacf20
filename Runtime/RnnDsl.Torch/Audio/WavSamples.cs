using System.Buffers.Binary;

namespace RnnDsl.Audio;

/// <summary>Converts samples to the bytes of a WAV file, and back.</summary>
internal static class WavSamples
{
    public static float[] Decode(ReadOnlySpan<byte> data, WavFormat format) => format switch
    {
        WavFormat.Pcm8 => Decode(data, 1, static bytes => (bytes[0] - 128) / 128f),
        WavFormat.Pcm16 => Decode(data, 2, static bytes => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32_768f),
        WavFormat.Pcm24 => Decode(data, 3, static bytes => ((bytes[0] << 8 | bytes[1] << 16 | bytes[2] << 24) >> 8) / 8_388_608f),
        WavFormat.Pcm32 => Decode(data, 4, static bytes => (float)(BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2_147_483_648d)),
        WavFormat.Ieee32 => Decode(data, 4, static bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)),
        _ => Decode(data, 8, static bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
    };

    public static byte[] Encode(ReadOnlySpan<float> samples, WavFormat format) => format switch
    {
        WavFormat.Pcm8 => Encode(samples, 1, static (bytes, sample) => bytes[0] = (byte)(Whole(sample, 128) + 128)),
        WavFormat.Pcm16 => Encode(samples, 2, static (bytes, sample) => BinaryPrimitives.WriteInt16LittleEndian(bytes, (short)Whole(sample, 32_768))),
        WavFormat.Pcm24 => Encode(samples, 3, static (bytes, sample) =>
        {
            var whole = (int)Whole(sample, 8_388_608);
            (bytes[0], bytes[1], bytes[2]) = ((byte)whole, (byte)(whole >> 8), (byte)(whole >> 16));
        }),
        WavFormat.Pcm32 => Encode(samples, 4, static (bytes, sample) => BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)Whole(sample, 2_147_483_648))),
        WavFormat.Ieee32 => Encode(samples, 4, static (bytes, sample) => BinaryPrimitives.WriteSingleLittleEndian(bytes, sample)),
        _ => Encode(samples, 8, static (bytes, sample) => BinaryPrimitives.WriteDoubleLittleEndian(bytes, sample)),
    };

    private delegate float Decoder(ReadOnlySpan<byte> bytes);

    private delegate void Encoder(Span<byte> bytes, float sample);

    private static float[] Decode(ReadOnlySpan<byte> data, int size, Decoder decode)
    {
        var samples = new float[data.Length / size];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = decode(data.Slice(i * size, size));
        return samples;
    }

    private static byte[] Encode(ReadOnlySpan<float> samples, int size, Encoder encode)
    {
        var data = new byte[samples.Length * size];
        for (var i = 0; i < samples.Length; i++)
            encode(data.AsSpan(i * size, size), samples[i]);
        return data;
    }

    /// <summary>The nearest integer; the range has one more negative value than positive ones.</summary>
    private static long Whole(float sample, long steps) => Math.Clamp((long)Math.Round((double)sample * steps), -steps, steps - 1);
}
