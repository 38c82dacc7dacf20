using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

/// <summary>Archives whose bytes are not known beforehand, only what they hold.</summary>
public sealed class ArchiveChecksumTests : IDisposable
{
    private static readonly (string Name, string Text)[] Sounds = [("a.wav", "first"), ("b.wav", "second")];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Checksum_depends_on_the_content_and_not_on_the_compression()
    {
        var file = FileAt(new Uri("http://127.0.0.1:1/"));
        var plain = Zip(CompressionLevel.NoCompression, [.. Sounds.Select(static sound => ($"recordings/{sound.Name}", sound.Text))]);
        var tree = Zip(CompressionLevel.SmallestSize, ("set-1.0/README.md", "words"), ("set-1.0/recordings/b.wav", "second"), ("set-1.0/recordings/a.wav", "first"));
        foreach (var packed in (byte[][])[plain, tree])
        {
            Assert.NotEqual(file.Sha256, Convert.ToHexStringLower(SHA256.HashData(packed)));
            Assert.Equal(DataOrigin.Environment, (await InEnvironment(packed)).Origin);
        }

        Assert.Contains("is not recordings.zip of test set", (await Assert.ThrowsAsync<DataException>(() => InEnvironment(Zip(CompressionLevel.Fastest, ("recordings/a.wav", "first"))))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DataException>(() => InEnvironment(Zip(CompressionLevel.Fastest, ("recordings/a.wav", "first"), ("recordings/b.wav", "other"))));
        await Assert.ThrowsAsync<DataException>(() => InEnvironment("no archive"u8.ToArray()));
        await Assert.ThrowsAsync<DataException>(() => InEnvironment(tree[..^30]));

        async Task<ResolvedData> InEnvironment(byte[] packed)
        {
            Directory.CreateDirectory(_folder["folder"]);
            File.WriteAllBytes(Path.Combine(_folder["folder"], "recordings.zip"), packed);
            return await new DataSetResolver { EnvironmentFolder = _folder.Path, CacheFolder = _folder["cache"] }.ResolveAsync(new DataSet("test set", "folder", file));
        }
    }

    [Fact]
    public async Task Archive_of_unknown_length_is_downloaded_completely()
    {
        var packed = Zip(CompressionLevel.Fastest, [.. Sounds.Select(static sound => ($"set/recordings/{sound.Name}", sound.Text))]);
        using var server = new LocalServer((context, _) =>
        {
            context.Response.SendChunked = true;
            context.Response.OutputStream.Write(packed);
            context.Response.Close();
        });

        // What is left of an earlier download is of another packing.
        Directory.CreateDirectory(Path.Combine(_folder["cache"], "folder"));
        File.WriteAllText(Path.Combine(_folder["cache"], "folder", "recordings.zip.partial"), "something else");
        var resolver = new DataSetResolver { EnvironmentFolder = null, CacheFolder = _folder["cache"], Pause = TimeSpan.Zero };
        var data = await resolver.ResolveAsync(new DataSet("test set", "folder", FileAt(server.Address)));
        Assert.Equal(DataOrigin.Download, data.Origin);
        using (var stream = data.OpenRead("recordings.zip"))
            Assert.Equal(packed.Length, stream.Length);
        Assert.Equal(DataOrigin.Cache, (await resolver.ResolveAsync(new DataSet("test set", "folder", FileAt(server.Address)))).Origin);
        Assert.Equal([""], server.Ranges);
    }

    [Fact]
    public async Task Oversized_and_invalid_archives_are_rejected()
    {
        using var server = new LocalServer((context, number) =>
        {
            var sent = number == 1 ? new byte[20_000] : "<html>"u8.ToArray();
            context.Response.SendChunked = true;
            try
            {
                context.Response.OutputStream.Write(sent);
                context.Response.Close();
            }
            catch (System.Net.HttpListenerException)
            {
                // The client has heard enough.
            }
        });
        var set = new DataSet("test set", "folder", FileAt(server.Address, server.Address));
        var resolver = new DataSetResolver { EnvironmentFolder = null, CacheFolder = _folder["cache"], Pause = TimeSpan.Zero };
        var thrown = await Assert.ThrowsAsync<DataException>(() => resolver.ResolveAsync(set));
        Assert.Contains("longer than the 10000 bytes of recordings.zip", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("the received content is not recordings.zip", thrown.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static DataFile FileAt(params Uri[] addresses)
    {
        var list = string.Concat(Sounds.Select(static sound => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sound.Text)))}  {sound.Name}\n"));
        return new("recordings.zip", 10_000, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list))), addresses) { Entries = "*recordings/*.wav" };
    }

    private static byte[] Zip(CompressionLevel level, params (string Name, string Text)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name, level).Open());
                writer.Write(text);
            }
        }
        return stream.ToArray();
    }
}
