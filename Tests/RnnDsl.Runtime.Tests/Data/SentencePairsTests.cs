using System.IO.Compression;
using System.Text;
using RnnDsl.Examples.Translate;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class SentencePairsTests : IDisposable
{
    private const string File = "fra-eng.zip";
    private const string Entry = "fra.txt";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Each_line_is_a_pair_of_the_selected_columns()
    {
        var read = Read("Go.\tVa !\nRun!\tCours !\tCC-BY 2.0 (France)\r\n\nHi.\t Salut ! \n");
        Assert.Equal([new("Va !", "Go."), new("Cours !", "Run!"), new("Salut !", "Hi.")], read.Pairs);
        Assert.Equal(0, read.Malformed);
        Assert.Equal(new SentencePair("Go.", "Va !"), SentencePairs.Read(new StringReader("Go.\tVa !"), "test", 0, 1).Pairs.Single());
    }

    [Fact]
    public void Malformed_lines_are_counted_and_the_first_ten_are_listed()
    {
        var read = Read("Go.\tVa !\nno tab\n\nRun!\t \n" + string.Concat(Enumerable.Repeat("x\n", 20)));
        Assert.Single(read.Pairs);
        Assert.Equal(22, read.Malformed);
        Assert.Equal(10, read.Problems.Count);
        Assert.Equal(["line 2 has 1 of 2 columns: 'no tab'", "line 4 has an empty column: 'Run!→ '", "line 5 has 1 of 2 columns: 'x'"], read.Problems.Take(3));
    }

    [Fact]
    public void Text_without_pairs_is_an_error_with_its_first_problem() =>
        Assert.Equal("'test' has no pair of sentences with a tab between; line 1 has 1 of 2 columns: 'prose'.", Assert.Throws<DataException>(() => Read("prose\nand more")).Message);

    [Fact]
    public async Task Archive_and_plain_text_give_equal_pairs()
    {
        System.IO.File.WriteAllText(_folder["pairs.txt"], "Go.\tÇa va !\n");
        using (var archive = ZipFile.Open(_folder["pairs.zip"], ZipArchiveMode.Create))
            archive.CreateEntryFromFile(_folder["pairs.txt"], Entry);
        foreach (var path in new[] { _folder["pairs.txt"], _folder["pairs.zip"] })
            Assert.Equal([new("Ça va !", "Go.")], SentencePairs.Read(await At(path), File, Entry, 1, 0).Pairs);

        var missing = await Assert.ThrowsAsync<DataException>(async () => SentencePairs.Read(await At(_folder["pairs.zip"]), File, "deu.txt", 1, 0));
        Assert.Contains($"The archive '{_folder["pairs.zip"]}' has no 'deu.txt'. It has: fra.txt.", missing.Message);
    }

    [Fact]
    public async Task Corrupted_archive_and_wrong_encoding_are_errors()
    {
        System.IO.File.WriteAllText(_folder["half.zip"], "PK\x03\x04 and no more");
        var spoilt = await Assert.ThrowsAsync<DataException>(async () => SentencePairs.Read(await At(_folder["half.zip"]), File, Entry, 1, 0));
        Assert.Contains($"The archive '{_folder["half.zip"]}' cannot be read", spoilt.Message);

        System.IO.File.WriteAllBytes(_folder["latin.txt"], Encoding.Latin1.GetBytes("Go.\tÇa va !\n"));
        var latin = await Assert.ThrowsAsync<DataException>(async () => SentencePairs.Read(await At(_folder["latin.txt"]), File, Entry, 1, 0));
        Assert.Contains("is not UTF-8 text", latin.Message);
    }

    [Fact]
    public async Task Sample_is_used_without_a_network()
    {
        var resolver = new DataSetResolver { EnvironmentFolder = null, CacheFolder = _folder["cache"], Pause = TimeSpan.Zero };
        var set = DataSets.EnglishFrench with
        {
            Files = [new DataFile(File, 1, new string('0', 64), new Uri("http://127.0.0.1:1/fra-eng.zip"))],
            Sample = SamplePairs.Open,
        };
        var data = await resolver.ResolveAsync(set);
        Assert.Equal(DataOrigin.Sample, data.Origin);
        var read = SentencePairs.Read(data, File, Entry, 1, 0);
        Assert.Equal(0, read.Malformed);
        Assert.InRange(read.Pairs.Count, 190, 230);
        Assert.Equal(read.Pairs.Count, read.Pairs.Distinct().Count());
        Assert.Contains(new SentencePair("Êtes-vous prêts ?", "Are you ready?"), read.Pairs);
        Assert.Throws<ArgumentException>(() => SamplePairs.Open("another"));
    }

    [DataFact("fra-eng")]
    public async Task Data_set_has_its_published_size()
    {
        var resolver = new DataSetResolver { CacheFolder = _folder["cache"] };
        var read = SentencePairs.Read(await resolver.ResolveAsync(DataSets.EnglishFrench), File, Entry, sourceColumn: 1, targetColumn: 0);
        Assert.Equal((142_787, 0), (read.Pairs.Count, read.Malformed));
        Assert.Equal(98_659, read.Pairs.Select(static pair => pair.Target).Distinct().Count());
    }

    private static SentencePairs Read(string text) => SentencePairs.Read(new StringReader(text), "test", sourceColumn: 1, targetColumn: 0);

    private static async Task<ResolvedData> At(string path) => await new DataSetResolver { Path = path }.ResolveAsync(DataSets.EnglishFrench);

    public void Dispose() => _folder.Dispose();
}
