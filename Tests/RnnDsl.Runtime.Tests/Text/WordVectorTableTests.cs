using System.Globalization;
using System.IO.Compression;
using System.Text;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class WordVectorTableTests
{
    private const string GloVe = "the 0.1 -2.5 3e-1\nfilm 1 2 3\n. . . 7 8 9\nodd -1 0.5 0\n";

    [Fact]
    public void GloVe_files_without_header_and_with_spaces_in_words_are_read()
    {
        var table = Read(GloVe, "the", "film", ". . .", "absent");
        Assert.Equal((3, 4L), (table.Dimensions, table.WordsRead));
        Assert.Equal([".", "film", "the"], table.Vectors.Keys.Select(static word => word.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Equal([0.1f, -2.5f, 0.3f], table.Vectors["the"]);
        Assert.Equal([7f, 8f, 9f], table.Vectors[". . ."]);
    }

    [Theory]
    [InlineData("2 3\nthe 0.1 0.2 0.3\nfilm 1 2 3\n")]
    [InlineData("2 3\nthe 0.1 0.2 0.3 \nfilm 1 2 3 \n")]
    [InlineData("2 3\r\nthe\t0.1\t0.2\t0.3\r\nfilm\t1\t2\t3")]
    public void Word2vec_and_fastText_files_with_header_and_trailing_spaces_are_read(string text)
    {
        var table = Read(text, "film");
        Assert.Equal((3, 2L), (table.Dimensions, table.WordsRead));
        Assert.Equal([1f, 2f, 3f], Assert.Single(table.Vectors).Value);
    }

    [Fact]
    public void First_vector_of_a_duplicate_word_is_used() => Assert.Equal([1f, 2f], Read("film 1 2\nfilm 3 4\n", "film").Vectors["film"]);

    [Theory]
    [InlineData("", "'vectors' is empty")]
    [InlineData("word\n", "Line 1 of 'vectors' is 'word', where a word and its numbers are expected with spaces between, or the two whole numbers of a header.")]
    [InlineData("the 1 2 3\nfilm 1 2\n", "Line 2 of 'vectors' has 2 numbers where 3 are expected: 'film 1 2'.")]
    [InlineData("2 3\nthe 1 2 3\nfilm\n", "Line 3 of 'vectors' has 0 numbers where 3 are expected: 'film'.")]
    [InlineData("the 1 2 3\nfilm 1 x 3\n", "Line 2 of 'vectors' has 'x' as number 2 of 'film', which is not a finite number.")]
    [InlineData("film 1 2 nan\n", "Line 1 of 'vectors' has 'nan' as number 3 of 'film', which is not a finite number.")]
    [InlineData("film 1  2\n", "Line 1 of 'vectors' has '' as number 2 of 'film', which is not a finite number.")]
    [InlineData("1200 3\nthe 1 2 3\nfilm 1 2 3\n", "'vectors' ends after 2 words, where its first line says 1,200: it is cut short.")]
    public void Invalid_line_error_names_the_line(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(text, "film")).Message, StringComparison.Ordinal);

    [Fact]
    public void Gzip_files_are_read_and_zip_archives_are_an_error()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["plain.txt"], GloVe);
        using (var packed = new GZipStream(File.Create(folder["packed.vec.gz"]), CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes(GloVe));
        foreach (var name in new[] { "plain.txt", "packed.vec.gz" })
            Assert.Equal([1f, 2f, 3f], WordVectorTable.Read(folder[name], static word => word == "film").Vectors["film"]);

        File.WriteAllText(folder["glove.zip"], "PK\x03\x04");
        Assert.Contains("is a zip archive. Unpack it", Assert.Throws<InvalidDataException>(() => WordVectorTable.Read(folder["glove.zip"], static _ => true)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => WordVectorTable.Read(folder["absent.txt"], static _ => true));
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal([0.1f, -2.5f, 0.3f], Read(GloVe, "the").Vectors["the"]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Embedding_copies_known_vectors_and_samples_the_rest_at_the_same_scale()
    {
        using var scope = torch.NewDisposeScope();
        torch.manual_seed(1);
        var vocabulary = new WordVocabulary(["film", "the", .. Enumerable.Range(0, 500).Select(static i => $"w{i}")]);
        var vectors = WordVectors.For(Read("film 2 -2 2 -2\nthe -2 2 -2 2\n", "film", "the"), vocabulary);
        Assert.Equal([506L, 4L], vectors.shape);
        Assert.Equal([2f, -2f, 2f, -2f], vectors[4].data<float>().ToArray());
        Assert.Equal([-2f, 2f, -2f, 2f], vectors[5].data<float>().ToArray());
        Assert.Equal(0f, vectors[SpecialTokens.Padding].abs().max().item<float>());

        var drawn = vectors[torch.TensorIndex.Slice(6)];
        Assert.InRange(drawn.std().item<float>(), 1.9f, 2.1f);
        Assert.InRange(drawn.abs().max().item<float>(), 3.3f, 2 * MathF.Sqrt(3));
        Assert.StartsWith("None of the 5 words has a vector.", Assert.Throws<ArgumentException>(() => WordVectors.For(Read(GloVe, "the"), new WordVocabulary(["film"]))).Message, StringComparison.Ordinal);
    }

    private static WordVectorTable Read(string text, params string[] wanted) => WordVectorTable.Read(new StringReader(text), "vectors", wanted.Contains);
}
