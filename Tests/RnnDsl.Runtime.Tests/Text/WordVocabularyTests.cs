using System.Globalization;
using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class WordVocabularyTests : IDisposable
{
    private static readonly string[][] Sentences = [["b", "a", "c"], ["b", "a", "é"], ["b", "z", "Z"]];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Words_are_numbered_by_frequency_after_the_special_tokens()
    {
        var vocabulary = WordVocabulary.FromSentences(Sentences);
        Assert.Equal("<pad> <unk> <s> </s> b a Z c z é", string.Join(' ', Enumerable.Range(0, vocabulary.Count).Select(token => vocabulary[token])));
        Assert.Equal([4, 5, 1], vocabulary.Encode("b", "a", "unheard"));
        Assert.True(vocabulary.TryGetToken("é", out var token));
        Assert.Equal(9, token);
    }

    [Fact]
    public void Order_does_not_depend_on_culture_or_sentence_order()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("tr-TR");
            Assert.Equal(WordVocabulary.FromSentences(Sentences).ToJson(), WordVocabulary.FromSentences(Sentences.Reverse()).ToJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Theory]
    [InlineData(1, null, 10)]
    [InlineData(2, null, 6)]
    [InlineData(3, null, 5)]
    [InlineData(4, null, 4)]
    [InlineData(1, 7, 7)]
    [InlineData(2, 100, 6)]
    public void Minimum_frequency_and_maximum_size_limit_the_vocabulary(int frequency, int? size, int count)
    {
        var vocabulary = WordVocabulary.FromSentences(Sentences, frequency, size);
        Assert.Equal(count, vocabulary.Count);
        if (count > SpecialTokens.Count)
            Assert.Equal("b", vocabulary[SpecialTokens.Count]);
    }

    [Fact]
    public void Known_words_round_trip()
    {
        Gen.String[1, 8].Array[1, 30].Sample(words =>
        {
            var special = new SpecialTokens("\uE000", "\uE001", "\uE002", "\uE003");
            if (words.Intersect(special.Names).Any())
                return;
            var vocabulary = WordVocabulary.FromSentences([words], special: special);
            Assert.Equal(words, vocabulary.Decode(vocabulary.Encode(words)));
        });
    }

    [Fact]
    public void Decode_stops_at_the_end_token_and_skips_padding_and_begin_tokens()
    {
        var vocabulary = WordVocabulary.FromSentences(Sentences);
        Assert.Equal(["b", "<unk>", "a"], vocabulary.Decode(SpecialTokens.Begin, 4, SpecialTokens.Unknown, SpecialTokens.Padding, 5, SpecialTokens.End, 6, 6));
        Assert.Contains("Token 10 is not in the vocabulary, whose 10 tokens are 0 to 9", Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode(10)).Message);
    }

    [Fact]
    public void Special_token_names_are_not_words()
    {
        var vocabulary = WordVocabulary.FromSentences([["a", "<unk>", "</s>", "a"]]);
        Assert.Equal(5, vocabulary.Count);
        Assert.Equal([4, 1, 1], vocabulary.Encode("a", "<unk>", "</s>"));
        Assert.False(vocabulary.TryGetToken("<s>", out _));
        Assert.Contains("'<s>' is the name of a special token", Assert.Throws<ArgumentException>(() => new WordVocabulary(["<s>"])).Message);
        Assert.Contains("each needs a different name", Assert.Throws<ArgumentException>(() => new WordVocabulary(["a"], new SpecialTokens(BeginName: "<e>", EndName: "<e>"))).Message);
    }

    [Fact]
    public void Unknown_tokens_are_counted()
    {
        var unknown = UnknownTokens.Count(WordVocabulary.FromSentences(Sentences, minimumFrequency: 2), [["a", "b"], ["c"], [], ["a", "z"]]);
        Assert.Equal((2, 5, 0.4), (unknown.Unknown, unknown.Tokens, unknown.Share));
        Assert.Equal("2 of 5 tokens (40.00 %)", unknown.ToString());
        Assert.Equal(0, new UnknownTokens(0, 0).Share);
    }

    [Fact]
    public void Saved_vocabulary_round_trips()
    {
        var vocabulary = WordVocabulary.FromSentences([["l'", "été", "\"", "\\", "😀", " ", "\n"]], special: new SpecialTokens("_", "?", "[", "]"));
        vocabulary.Save(_folder["words.json"]);
        var loaded = WordVocabulary.Load(_folder["words.json"]);
        Assert.Equal(vocabulary.ToJson(), loaded.ToJson());
        Assert.Equal(vocabulary.Special, loaded.Special);
        Assert.Equal(vocabulary.Encode("été", "\n", "?"), loaded.Encode("été", "\n", "?"));
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("[1]", "not marked with")]
    [InlineData("{\"format\": \"rnndsl.character-vocabulary\", \"characters\": \"ab\"}", "not marked with")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"words\": [\"a\"]}", "the names \"special\" are missing")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"special\": [\"a\"], \"words\": []}", "\"special\" has 1 names where 4 are expected")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"special\": [\"0\",\"1\",\"2\",\"3\"]}", "the texts \"words\" are missing")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"special\": [\"0\",\"1\",\"2\",\"3\"], \"words\": [1]}", "the texts \"words\" are missing")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"special\": [\"0\",\"1\",\"2\",\"2\"], \"words\": []}", "each needs a different name")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"special\": [\"0\",\"1\",\"2\",\"3\"], \"words\": [\"a\", \"a\"]}", "'a' occurs twice")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"special\": [\"0\",\"1\",\"2\",\"3\"], \"words\": [\"\"]}", "Word 0 (counted from 0) is empty")]
    [InlineData("{\"format\": \"rnndsl.word-vocabulary\", \"special\": [\"0\",\"1\",\"2\",\"3\"], \"words\": [\"\\uD83D\"]}", "not valid Unicode")]
    public void Invalid_vocabulary_file_error_names_file_and_reason(string json, string problem)
    {
        File.WriteAllText(_folder["words.json"], json);
        var thrown = Assert.Throws<InvalidDataException>(() => WordVocabulary.Load(_folder["words.json"]));
        Assert.Contains(_folder["words.json"], thrown.Message);
        Assert.Contains(problem, thrown.Message);
    }

    [Fact]
    public void Too_small_maximum_size_or_frequency_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => WordVocabulary.FromSentences(Sentences, maximumSize: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => WordVocabulary.FromSentences(Sentences, minimumFrequency: 0));
    }

    public void Dispose() => _folder.Dispose();
}
