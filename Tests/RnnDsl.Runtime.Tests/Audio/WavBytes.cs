using System.Buffers.Binary;
using System.Text;

namespace RnnDsl.Runtime.Tests.Audio;

/// <summary>WAV files written byte by byte.</summary>
internal static class WavBytes
{
    public static byte[] File(params byte[][] chunks)
    {
        byte[] body = [.. "WAVE"u8, .. chunks.SelectMany(static chunk => chunk)];
        return [.. "RIFF"u8, .. Number(body.Length), .. body];
    }

    /// <summary>With the byte that makes an odd size even.</summary>
    public static byte[] Chunk(string id, params byte[] body) => [.. Encoding.Latin1.GetBytes(id), .. Number(body.Length), .. body, .. new byte[body.Length % 2]];

    public static byte[] Format(int tag, int channels, int rate, int bits, int? frame = null, byte[]? more = null)
    {
        var size = frame ?? channels * bits / 8;
        return Chunk("fmt ", [.. Short(tag), .. Short(channels), .. Number(rate), .. Number(rate * size), .. Short(size), .. Short(bits), .. more ?? []]);
    }

    public static byte[] Number(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    public static byte[] Short(int number) => Number(number)[..2];
}
