using System.IO.Compression;
using System.Text;
using RnnDsl.Torch;

namespace RnnDsl.Runtime.Tests.Files;

/// <summary>Compressed files as tests need them.</summary>
internal static class PackedFiles
{
    public static byte[] Gzip(byte[] content)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }

    /// <summary>A text many times over, packed as it is written.</summary>
    public static byte[] Gzip(string text, int times)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            Repeat(gzip, text, times);
        return packed.ToArray();
    }

    public static byte[] Zip(params (string Name, byte[] Content)[] entries) => Zip([.. entries.Select(static entry => (entry.Name, (Action<Stream>)(stream => stream.Write(entry.Content))))]);

    public static byte[] Zip(string name, string text, int times) => Zip((name, stream => Repeat(stream, text, times)));

    /// <summary>A 16-bit mono file of silence.</summary>
    public static byte[] Wav(int samples)
    {
        var stream = new MemoryStream();
        WavFile.Write(stream, new float[samples], SpokenDigits.SampleRate);
        return stream.ToArray();
    }

    /// <summary>A data set of one file, <c>a</c>, in a folder, as if the user had named it.</summary>
    public static ResolvedData Named(TemporaryFolder folder, byte[] content)
    {
        File.WriteAllBytes(folder["a"], content);
        return new DataSetResolver { Path = folder["a"] }.ResolveAsync(new DataSet("test set", "folder", new DataFile("a", content.Length, ""))).GetAwaiter().GetResult();
    }

    private static byte[] Zip(params (string Name, Action<Stream> Write)[] entries)
    {
        var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create))
        {
            foreach (var (name, write) in entries)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                write(entry);
            }
        }

        return packed.ToArray();
    }

    private static void Repeat(Stream stream, string text, int times)
    {
        var block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, 1_024)));
        for (var written = 0; written < times; written += 1_024)
            stream.Write(block);
    }
}
