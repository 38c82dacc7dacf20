using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RnnDsl.Runtime.Tests.Training;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Files;

/// <summary>
/// Every reader over files that were valid and have been changed at random: it reads them or refuses them with its own errors, and takes no more memory
/// than its limits say. The seeds are fixed.
/// </summary>
[Trait("Category", "Long")]
public sealed class ReaderFuzzTests : IDisposable
{
    private const int Mutations = 2_000;
    private const long MostAllocated = 8 << 20;
    private const long MostKept = 32 << 20;

    private static readonly ReadLimits Small = new() { MemoryBytes = 1 << 20, LineCharacters = 1 << 16, HeaderBytes = 1 << 16 };

    private static readonly string[] Classes = ["bad", "good"];

    private static readonly byte[] Table = Text("date,load,temperature\n2020-01-01 00:00,1.5,-3\n2020-01-01 01:00,2.5,4e1\n\"2020-01-01 02:00\",3.5,0.25\n");
    private static readonly byte[] Vectors = Text("3 4\nfilm 1 2 3 4\nplot 0.5 -1 2e3 7\nthe end 1 1 1 1\n");
    private static readonly byte[] PairLines = Text("Go.\tVa !\nRun!\tCours !\tCC-BY\nWho?\tQui ?\n");
    private static readonly byte[] SentenceLines = Text("good\ta fine film\nbad\ta dull one\ngood\tmoving\n");
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255];

    private readonly TemporaryFolder _folder = new();

    public ReaderFuzzTests() => FileOperations.Current = new Unflushed();

    public void Dispose()
    {
        FileOperations.Current = new FileOperations();
        _folder.Dispose();
    }

    [Fact]
    public void Csv_file_is_read_or_rejected() => Fuzz(Table, static bytes => bytes, ReadCsv, typeof(DataException));

    [Fact]
    public void Gzip_csv_file_is_read_or_rejected() => Fuzz(Table, PackedFiles.Gzip, ReadCsv, typeof(DataException));

    [Fact]
    public void Word_vector_file_is_read_or_rejected() => Fuzz(Vectors, static bytes => bytes, ReadVectors, typeof(InvalidDataException));

    [Fact]
    public void Gzip_word_vector_file_is_read_or_rejected() => Fuzz(Vectors, PackedFiles.Gzip, ReadVectors, typeof(InvalidDataException));

    [Fact]
    public void Idx_file_is_read_or_rejected() => Fuzz(Images, static bytes => bytes, ReadIdx, typeof(DataException));

    [Fact]
    public void Gzip_idx_file_is_read_or_rejected() => Fuzz(Images, PackedFiles.Gzip, ReadIdx, typeof(DataException));

    [Fact]
    public void Sentence_pair_file_is_read_or_rejected() => Fuzz(PairLines, static bytes => bytes, ReadPairs, typeof(DataException));

    [Fact]
    public void Sentence_pair_archive_is_read_or_rejected() => Fuzz(PairLines, static bytes => PackedFiles.Zip(("a.txt", bytes)), ReadPairs, typeof(DataException));

    [Fact]
    public void Labelled_sentence_file_is_read_or_rejected() => Fuzz(SentenceLines, static bytes => bytes, ReadSentences, typeof(DataException));

    [Fact]
    public void Labelled_sentence_archive_is_read_or_rejected() => Fuzz(SentenceLines, static bytes => PackedFiles.Zip(("a/neg", bytes), ("a/pos", bytes)), ReadSentences, typeof(DataException));

    [Fact]
    public void Text_file_is_read_or_rejected() => Fuzz(Text("Zwölf Boxkämpfer\r\n"), static bytes => bytes, bytes => PackedFiles.Named(_folder, bytes).ReadText("a"), typeof(DataException));

    [Theory]
    [InlineData(WavFormat.Pcm16)]
    [InlineData(WavFormat.Ieee32)]
    public void Wav_file_is_read_or_rejected(WavFormat format)
    {
        var file = new MemoryStream();
        WavFile.Write(file, [.. Enumerable.Range(0, 60).Select(static i => i / 60f)], 8_000, 2, format);
        Fuzz(file.ToArray(), static bytes => bytes, static bytes => WavFile.Read(new MemoryStream(bytes), "a.wav"), typeof(DataException));
    }

    [Fact]
    public void Recording_archive_is_read_or_rejected() => Fuzz(
        PackedFiles.Wav(50),
        static bytes => PackedFiles.Zip(("recordings/7_anna_1.wav", bytes), ("recordings/8_anna_1.wav", PackedFiles.Wav(20))),
        static bytes => SpokenDigits.Read(new MemoryStream(bytes), "a.zip"),
        typeof(DataException));

    [Fact]
    public void Checksum_of_an_archive_is_computed_or_rejected()
    {
        var valid = PackedFiles.Zip(("recordings/a.wav", Text("sound")), ("other", Text("more")));
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Text($"{Convert.ToHexStringLower(SHA256.HashData(Text("sound")))}  a.wav\n")));
        var set = new DataSet("test set", "", new DataFile("a.zip", 1_000, checksum) { Entries = "*recordings/*.wav" });
        Fuzz(
            valid,
            static bytes => bytes,
            bytes =>
            {
                File.WriteAllBytes(_folder["a.zip"], bytes);
                new DataSetResolver { EnvironmentFolder = _folder.Path }.ResolveAsync(set).GetAwaiter().GetResult();
            },
            typeof(DataException));
    }

    [Fact]
    public void Safetensors_file_is_read_or_rejected() => Fuzz(
        Weights(),
        static bytes => bytes,
        static bytes =>
        {
            using var file = SafetensorsFile.Open(new MemoryStream(bytes), "a.safetensors");
            foreach (var entry in file.Entries)
                file.ReadBytes(entry, new byte[entry.ByteCount]);
        },
        typeof(SafetensorsException));

    [Fact]
    public void Safetensors_file_is_loaded_as_tensors_or_rejected() => Fuzz(
        Weights(),
        static bytes => bytes,
        bytes =>
        {
            File.WriteAllBytes(_folder["a"], bytes);
            TensorFile.Load(_folder["a"]).Dispose();
        },
        typeof(SafetensorsException));

    [Fact]
    public void Safetensors_file_is_loaded_into_a_module_or_rejected()
    {
        using var run = new TinyRun();
        run.Model.SaveSafetensors(_folder["a"]);
        Fuzz(
            File.ReadAllBytes(_folder["a"]),
            static bytes => bytes,
            bytes =>
            {
                File.WriteAllBytes(_folder["a"], bytes);
                run.Model.LoadSafetensors(_folder["a"], strict: false);
            },
            typeof(SafetensorsException), typeof(WeightsMismatchException));
    }

    [Fact]
    public void Character_vocabulary_is_loaded_or_rejected() => Fuzz(
        Text(CharacterVocabulary.FromText("abc ä€😀\n").ToJson()), static bytes => bytes, bytes => CharacterVocabulary.Load(At("a", bytes)), typeof(InvalidDataException));

    [Fact]
    public void Word_vocabulary_is_loaded_or_rejected() => Fuzz(
        Text(new WordVocabulary(["film", "plot", "größe"]).ToJson()), static bytes => bytes, bytes => WordVocabulary.Load(At("a", bytes)), typeof(InvalidDataException));

    [Theory]
    [InlineData(SubwordVocabulary.VocabularyFile)]
    [InlineData(SubwordVocabulary.MergesFile)]
    public void Subword_vocabulary_is_loaded_or_rejected(string file)
    {
        SubwordVocabulary.FromSentences([["lower", "lowest", "newer", "newest", "wide"]], 30).Save(_folder.Path);
        Fuzz(
            File.ReadAllBytes(_folder[file]),
            static bytes => bytes,
            bytes =>
            {
                At(file, bytes);
                SubwordVocabulary.Load(_folder.Path).Encode("lowest", "widest");
            },
            typeof(InvalidDataException));
    }

    /// <summary>Files of a checkpoint whose checksums were made to fit, and the two small files without one.</summary>
    [Theory]
    [InlineData("checkpoint.json")]
    [InlineData("checkpoint.json.sha256")]
    [InlineData("optimizer.safetensors")]
    [InlineData("weights.safetensors")]
    [InlineData("latest")]
    public void Checkpoint_is_resumed_or_rejected(string file)
    {
        var options = new TrainerOptions { Steps = 4, LogEvery = 3, CheckpointFolder = _folder["run"], KeepCheckpoints = 1 };
        using (var run = new TinyRun())
            run.Train(options);

        var checkpoint = Directory.GetDirectories(_folder["run"]).Single();
        var path = Path.Combine(file == "latest" ? _folder["run"] : checkpoint, file);
        var manifest = File.ReadAllText(Path.Combine(checkpoint, "checkpoint.json"));
        using var resumed = new TinyRun();
        Fuzz(
            File.ReadAllBytes(path),
            static bytes => bytes,
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                if (file is "checkpoint.json" or "optimizer.safetensors" or "weights.safetensors")
                    ForgeChecksums(checkpoint, file, manifest);
                try
                {
                    resumed.Train(options with { Steps = 8, Resume = true }, static _ => throw new StepReachedException());
                }
                catch (StepReachedException)
                {
                    // The checkpoint was accepted, and the run continues.
                }
            },
            typeof(CheckpointException));
    }

    private static void ForgeChecksums(string checkpoint, string file, string manifest)
    {
        var path = Path.Combine(checkpoint, "checkpoint.json");
        if (file != "checkpoint.json")
        {
            var bytes = File.ReadAllBytes(Path.Combine(checkpoint, file));
            var forged = JsonNode.Parse(manifest)!;
            forged["files"]![file] = new JsonObject { ["length"] = bytes.LongLength, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
            File.WriteAllText(path, forged.ToJsonString());
        }

        File.WriteAllText(path + ".sha256", $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}  checkpoint.json\n");
    }

    /// <param name="valid">What is packed.</param>
    /// <param name="pack">Makes the file of it.</param>
    /// <param name="read">The reader.</param>
    /// <param name="refusals">How it refuses a file, beside the limits.</param>
    private static void Fuzz(byte[] valid, Func<byte[], byte[]> pack, Action<byte[]> read, params Type[] refusals)
    {
        using var limits = new Limits(Small);
        using var scope = NewDisposeScope();
        var packed = pack(valid);
        read(packed);
        var (native, refused) = (NativeMemory.InUse(), 0);
        for (var seed = 0; seed < Mutations; seed++)
        {
            // What is changed before it is packed has checksums that fit, and reaches the reader behind them.
            var bytes = seed % 2 == 0 ? pack(Mutation.Of(valid, seed)) : Mutation.Of(packed, seed);
            var before = GC.GetTotalAllocatedBytes(precise: true);
            try
            {
                read(bytes);
            }
            catch (Exception problem) when (problem is ReadLimitException || refusals.Contains(problem.GetType()))
            {
                Assert.NotEqual("", problem.Message);
                refused++;
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"Seed {seed}: {Convert.ToHexString(bytes)}", problem);
            }

            var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
            Assert.True(allocated < MostAllocated, $"Seed {seed}: {allocated:N0} bytes were allocated for {Convert.ToHexString(bytes)}");
        }

        Assert.InRange(refused, Mutations / 20, Mutations);
        Assert.InRange(NativeMemory.InUse() - native, long.MinValue, MostKept);
    }

    private static void ReadCsv(byte[] bytes)
    {
        var file = TimeSeriesCsv.Read(new MemoryStream(bytes), "a.csv");
        file.Numbers([.. file.Columns]);
    }

    private static void ReadIdx(byte[] bytes) => IdxFile.Read(new MemoryStream(bytes), "a.gz", "images", "rows", "columns");

    private void ReadVectors(byte[] bytes) => WordVectorTable.Read(At("a", bytes), static _ => true);

    private void ReadPairs(byte[] bytes) => SentencePairs.Read(PackedFiles.Named(_folder, bytes), "a", "a.txt", 0, 1);

    private void ReadSentences(byte[] bytes) => LabelledSentences.Read(PackedFiles.Named(_folder, bytes), "a", Classes, ["neg", "pos"]);

    private string At(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    private static byte[] Weights()
    {
        var file = new MemoryStream();
        SafetensorsFile.Write(
            file,
            [
                new("rnn.weight_ih_l0", SafetensorsType.F32, [2, 3], static stream => stream.Write(new byte[24])),
                new("steps", SafetensorsType.I64, [], static stream => stream.Write(new byte[8])),
                new("mask", SafetensorsType.Bool, [5], static stream => stream.Write(new byte[5])),
                new("half", SafetensorsType.BF16, [2, 1], static stream => stream.Write(new byte[4])),
            ],
            new Dictionary<string, string> { ["format"] = "pt" });
        return file.ToArray();
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private sealed class StepReachedException : Exception;

    /// <summary>Waits for no disk: what is written here is not worth it.</summary>
    private sealed class Unflushed : FileOperations
    {
        public override void Flush(Stream stream) => stream.Flush();

        public override void FlushDirectory(string path)
        {
        }
    }
}
