using CsCheck;
using Microsoft.ML.Tokenizers;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class SubwordVocabularyTests : IDisposable
{
    private static readonly string[][] Sentences =
    [
        .. Enumerable.Repeat<string[]>(["low", "été"], 5),
        .. Enumerable.Repeat<string[]>(["lower", "l'"], 2),
        .. Enumerable.Repeat<string[]>(["newest", "😀"], 6),
        .. Enumerable.Repeat<string[]>(["widest", "<unk>"], 3),
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Unseen_word_is_encoded_by_known_subwords()
    {
        var vocabulary = Vocabulary();
        Assert.Equal(["low", "est</w>"], vocabulary.Encode("lowest").Select(token => vocabulary[token]));
        Assert.Equal(["lowest"], vocabulary.Decode(vocabulary.Encode("lowest")));
        Assert.Equal(["<pad>", "<unk>", "<s>", "</s>"], Enumerable.Range(0, 4).Select(token => vocabulary[token]));
    }

    [Fact]
    public void Words_of_known_characters_round_trip()
    {
        var vocabulary = Vocabulary();
        string[] characters = ["l", "o", "w", "é", "t", "😀", "'", "e", "s"];
        Gen.Int[0, characters.Length - 1].Select(character => characters[character]).Array[1, 25].Select(string.Concat).Array[0, 6].Sample(words =>
        {
            var tokens = vocabulary.Encode(words);
            Assert.DoesNotContain(tokens, static token => token < SpecialTokens.Count);
            Assert.Equal(words, vocabulary.Decode(tokens));
        });
    }

    [Fact]
    public void Word_with_an_unknown_character_is_one_unknown_token()
    {
        var vocabulary = Vocabulary();
        Assert.Equal([SpecialTokens.Unknown, SpecialTokens.Unknown, SpecialTokens.Unknown, SpecialTokens.Unknown], vocabulary.Encode("loxw", "<unk>", "low</w>low", ""));
        Assert.Equal(["low", "<unk>", "low"], vocabulary.Decode(vocabulary.Encode("low", "x", "low")));
        Assert.Equal((1, 4), (UnknownTokens.Count(vocabulary, [["low", "x"], ["lowest"]]) is var count ? (count.Unknown, count.Tokens) : default));
    }

    [Fact]
    public void Subwords_without_an_end_of_word_decode_to_a_word()
    {
        var vocabulary = Vocabulary();
        var (low, est) = (vocabulary.Encode("lowest")[0], vocabulary.Encode("lowest")[1]);
        Assert.Equal(["low", "<unk>", "lowest", "low"], vocabulary.Decode(SpecialTokens.Begin, low, SpecialTokens.Unknown, low, est, low, SpecialTokens.End, low));
        Assert.Equal(["lowlow"], vocabulary.Decode(low, low));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode(vocabulary.Count));
    }

    [Fact]
    public void Vocabulary_size_is_the_number_of_tokens()
    {
        Assert.Equal(40, SubwordVocabulary.FromSentences(Sentences, 40).Count);
        Assert.Contains("too few", Assert.Throws<ArgumentException>(() => SubwordVocabulary.FromSentences(Sentences, 10)).Message);
        Assert.Contains("'l' is the name of a special token", Assert.Throws<ArgumentException>(() => SubwordVocabulary.FromSentences(Sentences, 60, new SpecialTokens(EndName: "l"))).Message);
    }

    [Fact]
    public void Saved_vocabulary_loads_here_and_in_BpeTokenizer()
    {
        var vocabulary = Vocabulary();
        vocabulary.Save(_folder["subwords"]);
        var loaded = SubwordVocabulary.Load(_folder["subwords"]);
        Assert.Equal(vocabulary.Special, loaded.Special);
        Assert.Equal(Enumerable.Range(0, vocabulary.Count).Select(token => vocabulary[token]), Enumerable.Range(0, loaded.Count).Select(token => loaded[token]));
        Assert.Equal(vocabulary.Encode("lowest", "été", "x"), loaded.Encode("lowest", "été", "x"));

        var tokenizer = BpeTokenizer.Create(
            Path.Combine(_folder["subwords"], SubwordVocabulary.VocabularyFile),
            Path.Combine(_folder["subwords"], SubwordVocabulary.MergesFile),
            PreTokenizer.CreateWhiteSpace(),
            normalizer: null,
            specialTokens: null,
            unknownToken: "<unk>",
            endOfWordSuffix: BytePairs.EndOfWord);
        Assert.Equal(vocabulary.Encode("lowest", "été"), tokenizer.EncodeToIds("lowest été").Select(static id => (long)id));
    }

    [Theory]
    [InlineData("vocab.json", "", "not valid JSON")]
    [InlineData("vocab.json", "[]", "not an object")]
    [InlineData("vocab.json", "{\"a\": \"b\"}", "the token 'a' has no whole number")]
    [InlineData("vocab.json", "{\"a\": 0, \"b\": 0}", "the number 0 occurs twice")]
    [InlineData("vocab.json", "{\"a\": 0, \"b\": 1, \"c\": 2, \"d\": 3, \"e\": 5}", "not those from 0 on")]
    [InlineData("vocab.json", "{\"a\": 0, \"b\": 1, \"c\": 2, \"d\": 3, \"a\": 4}", "a token occurs twice")]
    [InlineData("vocab.json", "{\"\\uD83D\": 0}", "not valid")]
    [InlineData("merges.txt", "l o\n", "its first line is not")]
    [InlineData("merges.txt", "#version: 0.2\nl o\nl\n", "line 3, 'l', is not a pair")]
    [InlineData("merges.txt", "#version: 0.2\nx y\n", "line 2, 'x y', is not a pair")]
    [InlineData("merges.txt", "#version: 0.2\nl o\nl o\n", "cannot be read as a subword vocabulary")]
    public void Invalid_vocabulary_file_error_names_folder_and_reason(string file, string text, string problem)
    {
        Vocabulary().Save(_folder["subwords"]);
        File.WriteAllText(Path.Combine(_folder["subwords"], file), text);
        var thrown = Assert.Throws<InvalidDataException>(() => SubwordVocabulary.Load(_folder["subwords"]));
        Assert.Contains(_folder["subwords"], thrown.Message);
        Assert.Contains(problem, thrown.Message);
    }

    [Fact]
    public void Missing_file_is_named_in_the_error() =>
        Assert.Contains(SubwordVocabulary.VocabularyFile, Assert.Throws<DirectoryNotFoundException>(() => SubwordVocabulary.Load(_folder["none"])).Message);

    private static SubwordVocabulary Vocabulary() => SubwordVocabulary.FromSentences(Sentences, 60);

    public void Dispose() => _folder.Dispose();
}
