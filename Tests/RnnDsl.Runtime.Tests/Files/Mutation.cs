using System.Buffers.Binary;
using System.Text;

namespace RnnDsl.Runtime.Tests.Files;

/// <summary>Changes a valid file at random: bits, bytes, lengths, numbers in binary and in text, parts that are missing, doubled or moved.</summary>
internal static class Mutation
{
    private const int MostChanges = 4;

    private static readonly byte[] Bytes = [0, 1, 9, 10, 13, 0x20, 0x22, 0x7F, 0x80, 0xC3, 0xFF];
    private static readonly long[] Numbers = [0, 1, -1, 2, 255, 65_535, 65_536, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 40, long.MaxValue, long.MinValue];
    private static readonly string[] Texts = ["0", "-1", "1e999", "NaN", "null", "9223372036854775807", "99999999999999999999", "2147483648", "0.5", "\"\\ud800\"", "[[[[", "", "\r\n\r\n", "\t\t", "../"];

    /// <summary>The same seed gives the same file.</summary>
    public static byte[] Of(byte[] valid, int seed)
    {
        var random = new Random(seed);
        var bytes = valid.ToList();
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
            Change(bytes, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var place = random.Next(bytes.Count);
        var length = random.Next(1, Math.Min(bytes.Count - place, 64) + 1);
        switch (random.Next(9))
        {
            case 0:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[place] = Bytes[random.Next(Bytes.Length)];
                break;
            case 2:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
            case 3:
                bytes.RemoveRange(place, length);
                break;
            case 4:
                bytes.InsertRange(place, bytes.GetRange(place, length));
                break;
            case 5:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(place, length));
                break;
            case 6:
                Overwrite(bytes, place, Binary(random));
                break;
            case 7:
                bytes.InsertRange(place, Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]));
                break;
            default:
                ReplaceNumber(bytes, place, Texts[random.Next(Texts.Length)]);
                break;
        }
    }

    private static byte[] Binary(Random random)
    {
        var bytes = new byte[random.Next(2) == 0 ? 4 : 8];
        var number = Numbers[random.Next(Numbers.Length)];
        if (bytes.Length == 8)
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        else
            BinaryPrimitives.WriteInt32LittleEndian(bytes, unchecked((int)number));
        if (random.Next(2) == 0)
            Array.Reverse(bytes);
        return bytes;
    }

    private static void Overwrite(List<byte> bytes, int place, byte[] by)
    {
        for (var i = 0; i < by.Length && place + i < bytes.Count; i++)
            bytes[place + i] = by[i];
    }

    /// <summary>The first number in digits from a place on becomes another text.</summary>
    private static void ReplaceNumber(List<byte> bytes, int place, string by)
    {
        var start = bytes.FindIndex(place, static value => char.IsAsciiDigit((char)value));
        if (start < 0)
            return;
        var end = bytes.FindIndex(start, static value => !char.IsAsciiDigit((char)value));
        bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(by));
    }
}
