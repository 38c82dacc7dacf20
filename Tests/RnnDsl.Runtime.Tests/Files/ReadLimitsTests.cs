using System.Text;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Files;

/// <summary>No reader takes more memory than is stated, whatever a file holds or says.</summary>
public sealed class ReadLimitsTests : IDisposable
{
    private const int Limit = 16 << 20;

    // Buffers that grow and are copied, and the texts of rows that are read but not kept.
    private const long Allowance = 10L * Limit;

    private static readonly string[] Classes = ["bad", "good"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Makes a file, small where it is compressed, and returns what reads it.</summary>
    private static readonly Dictionary<string, Func<TemporaryFolder, Action>> Bombs = new()
    {
        ["CSV in gzip"] = static _ => Csv(PackedFiles.Gzip("1,2,3,4,5,6,7,8\n", 20_000_000)),
        ["CSV of one line in gzip"] = static _ => Csv(PackedFiles.Gzip("1,2,3,4,5,6,7,8,", 20_000_000)),
        ["IDX in gzip"] = static _ => Idx(PackedFiles.Gzip([0, 0, 8, 1, 0x0C, 0, 0, 0, .. new byte[0x0C000000]])),
        ["vectors in gzip"] = static folder => Vectors(folder, string.Concat(Enumerable.Range(0, 16).Select(static word => $"w{word}{string.Concat(Enumerable.Repeat(" 1", 1_000_000))}\n"))),
        ["vectors of one line in gzip"] = static folder => Vectors(folder, "w" + string.Concat(Enumerable.Repeat(" 1", 40_000_000))),
        ["pairs in zip"] = static folder => Pairs(folder, PackedFiles.Zip("a.txt", "a\tb\n", 50_000_000)),
        ["pairs of one line in zip"] = static folder => Pairs(folder, PackedFiles.Zip("a.txt", "a\tbb", 50_000_000)),
        ["sentences in zip"] = static folder => Sentences(folder, PackedFiles.Zip("a.neg", "bad\n", 50_000_000)),
        ["sentences in lines"] = static folder => Sentences(folder, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("bad\tx\n", 2_000_000)))),
        ["recordings in zip"] = static _ => Recordings(PackedFiles.Zip([.. Enumerable.Range(0, 16).Select(static index => ($"1_a_{index}.wav", PackedFiles.Wav(1_000_000)))])),
        ["a recording"] = static _ => Recording(PackedFiles.Wav(6_000_000)),
        ["a recording of many bytes"] = static _ => Recording(PackedFiles.Wav(40_000_000)),
        ["a text"] = static folder => Text(folder, new byte[40_000_000]),
        ["a character vocabulary"] = static folder => Sparse(folder, static path => CharacterVocabulary.Load(path)),
        ["a word vocabulary"] = static folder => Sparse(folder, static path => WordVocabulary.Load(path)),
        ["a subword vocabulary"] = static folder => Sparse(folder, static path => SubwordVocabulary.Load(Path.GetDirectoryName(path)!)),
        ["a safetensors header"] = static _ => Header(new byte[90_000_000]),
    };

    public static TheoryData<string> Readers => [.. Bombs.Keys];

    [Theory]
    [MemberData(nameof(Readers))]
    public void File_over_the_limit_is_rejected_before_allocation(string reader)
    {
        var read = Bombs[reader](_folder);
        using var limits = new Limits(new() { MemoryBytes = Limit });
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<ReadLimitException>(read);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains($"raise the limit: ReadLimits.Current = ReadLimits.Current with {{ {refused.Limit} = ... }}", refused.Message, StringComparison.Ordinal);
        Assert.True(allocated < Allowance, $"{allocated:N0} bytes were allocated, where the limit is {Limit:N0}.");
    }

    [Fact]
    public void Limits_are_named_in_the_error_and_can_be_raised()
    {
        Assert.Equal((1L << 30, 1 << 22, 1 << 23), (ReadLimits.Current.MemoryBytes, ReadLimits.Current.LineCharacters, ReadLimits.Current.HeaderBytes));
        var csv = PackedFiles.Gzip("a,b\n"u8.ToArray().Concat("1,2\n"u8.ToArray()).ToArray());
        using (new Limits(new() { MemoryBytes = 100 }))
            Assert.Equal(nameof(ReadLimits.MemoryBytes), Assert.Throws<ReadLimitException>(Csv(csv)).Limit);
        using (new Limits(new() { LineCharacters = 2 }))
            Assert.Equal("'a.csv' has too long a line (1): ReadLimits.LineCharacters is 2. If you trust the file, raise the limit: ReadLimits.Current = ReadLimits.Current with { LineCharacters = ... }.", Assert.Throws<ReadLimitException>(Csv(csv)).Message);
        using (new Limits(new() { MemoryBytes = 200, LineCharacters = 3 }))
            Csv(csv)();

        var header = Encoding.UTF8.GetBytes("{}".PadRight(1_000));
        using (new Limits(new() { HeaderBytes = 999 }))
            Assert.Contains("has a header of 1,000 bytes: ReadLimits.HeaderBytes is 999", Assert.Throws<ReadLimitException>(Header(header)).Message, StringComparison.Ordinal);
        using (new Limits(new() { HeaderBytes = 1_000 }))
            Header(header)();

        foreach (var make in new Action[] { static () => _ = new ReadLimits { MemoryBytes = 0 }, static () => _ = new ReadLimits { LineCharacters = -1 }, static () => _ = new ReadLimits { HeaderBytes = 0 } })
            Assert.Throws<ArgumentOutOfRangeException>(make);
        Assert.Throws<ArgumentNullException>(static () => ReadLimits.Current = null!);
    }

    [Fact]
    public void Header_of_maximum_length_takes_bounded_memory()
    {
        var entries = string.Join(',', Enumerable.Range(0, 135_000).Select(static index => $"\"{index}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"));
        var header = Encoding.UTF8.GetBytes($"{{{entries}}}");
        Assert.InRange(header.Length, 7 << 20, 8 << 20);
        var read = Header(header);
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 160 << 20);
    }

    [Fact]
    public void Shape_with_too_many_dimensions_is_rejected()
    {
        Header(Shaped(64))();
        var read = Header(Shaped(4_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Assert.Throws<SafetensorsException>(read);
        Assert.Contains("the shape of 'a' holds more than 64 numbers, and no tensor has so many dimensions", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);

        static byte[] Shaped(int dimensions) =>
            Encoding.UTF8.GetBytes($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', Enumerable.Repeat(0, dimensions))}],\"data_offsets\":[0,0]}}}}");
    }

    [Fact]
    public void Endless_device_is_rejected()
    {
        if (!File.Exists("/dev/zero"))
            return;
        using var limits = new Limits(new() { MemoryBytes = Limit });
        Assert.Throws<ReadLimitException>(static () => WordVocabulary.Load("/dev/zero"));
        Assert.Throws<ReadLimitException>(static () => WavFile.Read("/dev/zero"));
    }

    [Fact]
    public void Line_ends_equal_those_of_TextReader()
    {
        foreach (var text in new[] { "", "\n", "\r\n", "a", "a\n", "a\r\nb\rc\n\nd", "\r\r\n\n", $"{new string('x', 4_095)}\r\nb", $"{new string('x', 4_096)}\nb", $"{new string('y', 10_000)}\r" })
        {
            using var expected = new StringReader(text);
            var actual = new LineReader(new StringReader(text), "text");
            for (var number = 1; ; number++)
            {
                var line = expected.ReadLine();
                Assert.Equal(line, actual.Next());
                if (line is null)
                    break;
                Assert.Equal(number, actual.Number);
            }
        }
    }

    private static Action Csv(byte[] content) => () => TimeSeriesCsv.Read(new MemoryStream(content), "a.csv");

    private static Action Idx(byte[] content) => () => IdxFile.Read(new MemoryStream(content), "a.gz", "labels");

    private static Action Pairs(TemporaryFolder folder, byte[] content)
    {
        var data = PackedFiles.Named(folder, content);
        return () => SentencePairs.Read(data, "a", "a.txt", 0, 1);
    }

    private static Action Sentences(TemporaryFolder folder, byte[] content)
    {
        var data = PackedFiles.Named(folder, content);
        return () => LabelledSentences.Read(data, "a", Classes, ["a.neg", "a.pos"]);
    }

    private static Action Recordings(byte[] content) => () => SpokenDigits.Read(new MemoryStream(content), "a.zip");

    private static Action Recording(byte[] content) => () => WavFile.Read(new MemoryStream(content), "a.wav");

    private static Action Text(TemporaryFolder folder, byte[] content)
    {
        var data = PackedFiles.Named(folder, content);
        return () => data.ReadText("a");
    }

    private static Action Header(byte[] header)
    {
        byte[] file = [.. BitConverter.GetBytes((long)header.Length), .. header];
        return () => SafetensorsFile.Open(new MemoryStream(file), "a.safetensors").Dispose();
    }

    private static Action Vectors(TemporaryFolder folder, string text)
    {
        File.WriteAllBytes(folder["a.vec.gz"], PackedFiles.Gzip(Encoding.UTF8.GetBytes(text)));
        return () => WordVectorTable.Read(folder["a.vec.gz"], static _ => true);
    }

    /// <summary>A file of 1 TB that takes no place on the disk.</summary>
    private static Action Sparse(TemporaryFolder folder, Action<string> read)
    {
        using var stream = File.Create(folder[SubwordVocabulary.VocabularyFile]);
        stream.SetLength(1L << 40);
        return () => read(folder[SubwordVocabulary.VocabularyFile]);
    }
}
