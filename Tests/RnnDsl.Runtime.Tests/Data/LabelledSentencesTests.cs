using System.IO.Compression;
using System.Text;
using RnnDsl.Examples.Sentiment;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class LabelledSentencesTests : IDisposable
{
    private static readonly string[] Classes = ["negative", "positive"];
    private static readonly string[] Entries = ["rt-polarity.neg", "rt-polarity.pos"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Each_line_starts_with_its_class() =>
        Assert.Equal(
            [new("a fine film .", 1), new("dull", 0), new("un café\there", 1)],
            await ReadText("positive\ta fine film . \r\n\nNegative\t dull\npositive\tun café\there\n"));

    [Theory]
    [InlineData("positive\tfine\nno tab\n", "Line 2 of 'FILE' has no tab: 'no tab'. A line is the name of a class (negative, positive), a tab and a sentence.")]
    [InlineData("positive\tfine\n\nneutral\tso so\n", "Line 3 of 'FILE' starts with 'neutral'.")]
    [InlineData("positive\t \n", "Line 1 of 'FILE' has no sentence after its tab.")]
    [InlineData("positive\tfine\n", "'FILE' has no sentence of the class 'negative'.")]
    [InlineData("", "'FILE' has no sentence of the class 'negative'.")]
    public async Task Invalid_line_error_names_the_line(string text, string message)
    {
        var problem = await Assert.ThrowsAsync<DataException>(() => ReadText(text));
        Assert.Contains(message.Replace("FILE", _folder["data.tsv"], StringComparison.Ordinal), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_has_one_file_per_class_in_any_folder()
    {
        Pack("reviews.zip", ("polarity/rt-polarity.pos", "good .\nvery good .\n"), ("polarity/rt-polarity.neg", "bad . \n\n"));
        Assert.Equal([new("bad .", 0), new("good .", 1), new("very good .", 1)], await Read("reviews.zip"));

        Pack("half.zip", ("polarity/rt-polarity.pos", "good .\n"));
        var problem = await Assert.ThrowsAsync<DataException>(() => Read("half.zip"));
        Assert.Equal($"The archive '{_folder["half.zip"]}' has no 'rt-polarity.neg'. It has: polarity/rt-polarity.pos.", problem.Message);
    }

    [Fact]
    public async Task Corrupted_archive_and_wrong_encoding_are_errors()
    {
        File.WriteAllText(_folder["spoilt.zip"], "PK\x03\x04 and no more");
        Assert.Contains($"The archive '{_folder["spoilt.zip"]}' cannot be read", (await Assert.ThrowsAsync<DataException>(() => Read("spoilt.zip"))).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder["latin.tsv"], Encoding.Latin1.GetBytes("positive\tun café\nnegative\tdull\n"));
        Assert.Contains("is not UTF-8 text", (await Assert.ThrowsAsync<DataException>(() => Read("latin.tsv"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_is_balanced_and_has_no_duplicates()
    {
        using (var file = File.Create(_folder["sample.tsv"]))
            SampleReviews.Open(DataSets.MovieReviews.Files[0].Name).CopyTo(file);
        var sentences = await Read("sample.tsv");
        Assert.Equal((500, 500), (sentences.Count(static sentence => sentence.Label == 0), sentences.Count(static sentence => sentence.Label == 1)));
        Assert.Equal(1_000, sentences.Select(static sentence => sentence.Text).Distinct().Count());
        Assert.Throws<ArgumentException>(() => SampleReviews.Open("another"));
    }

    [DataFact("mr")]
    public async Task Data_set_has_its_published_size()
    {
        var data = await new DataSetResolver { CacheFolder = _folder["cache"] }.ResolveAsync(DataSets.MovieReviews);
        var sentences = LabelledSentences.Read(data, "sentence_polarity.zip", Classes, Entries);
        Assert.Equal((5_331, 5_331), (sentences.Count(static sentence => sentence.Label == 0), sentences.Count(static sentence => sentence.Label == 1)));
        Assert.Equal("simplistic , silly and tedious .", sentences[0].Text);
        Assert.Contains(new("effective but too-tepid biopic", 1), sentences);
    }

    private Task<IReadOnlyList<LabelledSentence>> ReadText(string text)
    {
        File.WriteAllText(_folder["data.tsv"], text);
        return Read("data.tsv");
    }

    private async Task<IReadOnlyList<LabelledSentence>> Read(string name)
    {
        var data = await new DataSetResolver { Path = _folder[name] }.ResolveAsync(DataSets.MovieReviews);
        return LabelledSentences.Read(data, "sentence_polarity.zip", Classes, Entries);
    }

    private void Pack(string name, params (string Entry, string Text)[] files)
    {
        using var archive = ZipFile.Open(_folder[name], ZipArchiveMode.Create);
        foreach (var (entry, text) in files)
        {
            using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
            writer.Write(text);
        }
    }

    public void Dispose() => _folder.Dispose();
}
