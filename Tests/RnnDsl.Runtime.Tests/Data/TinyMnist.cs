using System.IO.Compression;
using RnnDsl.Examples.Mnist;
using RnnDsl.Torch;

namespace RnnDsl.Runtime.Tests.Data;

/// <summary>Files of MNIST's form with a few drawn digits in them.</summary>
internal static class TinyMnist
{
    /// <summary>Writes the four files under MNIST's names.</summary>
    /// <returns>The folder.</returns>
    public static string Write(string folder, int training, int test, bool packed = true)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, count, seed) in new[] { ("train", training, 1), ("t10k", test, 2) })
        {
            var random = new RandomSource(seed);
            var digits = Enumerable.Range(0, count).Select(number => number % 10).ToArray();
            Write(Path.Combine(folder, $"{name}-images-idx3-ubyte"), packed, Idx([count, 28, 28], [.. digits.SelectMany(digit => DrawnDigits.Draw(digit, random))]));
            Write(Path.Combine(folder, $"{name}-labels-idx1-ubyte"), packed, Idx([count], [.. digits.Select(digit => (byte)digit)]));
        }
        return folder;
    }

    public static byte[] Idx(int[] dimensions, byte[] data)
    {
        var stream = new MemoryStream();
        IdxFile.Write(stream, dimensions, data);
        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    private static void Write(string path, bool packed, byte[] content) =>
        File.WriteAllBytes(packed ? path + ".gz" : path, packed ? Gzip(content) : content);
}
