using System.Text;
using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class CharacterVocabularyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Characters_are_numbered_in_the_order_of_their_code_points()
    {
        var vocabulary = CharacterVocabulary.FromText("hello, World\n");
        Assert.Equal("\n ,Wdehlor", string.Concat(vocabulary.Characters));
        Assert.Equal(10, vocabulary.Count);
        Assert.Equal(new Rune('W'), vocabulary[3]);
        Assert.Equal([6, 5, 7, 7, 8], vocabulary.Encode("hello"));
        Assert.Equal("World", vocabulary.Decode(3, 8, 9, 7, 4));
    }

    [Fact]
    public void An_emoji_is_one_character_and_sorts_behind_the_basic_plane()
    {
        var vocabulary = CharacterVocabulary.FromText("a😀\uFFFDé");
        Assert.Equal(4, vocabulary.Count);
        Assert.Equal([3, 0], vocabulary.Encode("😀a"));
        Assert.Equal("😀", vocabulary[3].ToString());
    }

    [Fact]
    public void Every_text_comes_back_from_its_tokens()
    {
        Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value)).Array[1, 50].Sample(runes =>
        {
            var text = string.Concat(runes);
            var vocabulary = CharacterVocabulary.FromText(text);
            var tokens = vocabulary.Encode(text);
            Assert.Equal(runes.Length, tokens.Length);
            Assert.Equal(text, vocabulary.Decode(tokens));
            Assert.Equal(vocabulary.Characters, CharacterVocabulary.FromJson(vocabulary.ToJson(), "json").Characters);
        });
    }

    [Fact]
    public void An_unknown_character_is_shown_with_its_place_and_code_point()
    {
        var vocabulary = CharacterVocabulary.FromText("abc");
        var thrown = Assert.Throws<UnknownCharacterException>(() => vocabulary.Encode("ab😀c"));
        Assert.Equal((new Rune(0x1F600), 2), (thrown.Character, thrown.Position));
        Assert.Contains("character '😀' (U+1F600) at position 2 is not among the 3 characters", thrown.Message);
        Assert.Contains("character U+0009 at position 0", Assert.Throws<UnknownCharacterException>(() => vocabulary.Encode("\t")).Message);
    }

    [Fact]
    public void Unknown_characters_are_skipped_on_request() =>
        Assert.Equal([0, 1, 2], CharacterVocabulary.FromText("abc").Encode("a😀b?c", skipUnknown: true));

    [Fact]
    public void Half_a_surrogate_pair_is_an_error_and_not_a_character()
    {
        Assert.Contains("(U+D83D) is alone at position 1", Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromText("a\uD83D")).Message);
        Assert.Contains("(U+DE00) is alone at position 0", Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromText("a").Encode("\uDE00")).Message);
    }

    [Fact]
    public void A_token_out_of_range_is_named_with_the_range()
    {
        var vocabulary = CharacterVocabulary.FromText("abc");
        Assert.Contains("Token 3 is not in the vocabulary, whose 3 tokens are 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[3]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode(-1));
        Assert.False(vocabulary.TryGetToken(new Rune('d'), out _));
    }

    [Fact]
    public void An_empty_text_has_no_vocabulary() =>
        Assert.Contains("at least one character", Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromText("")).Message);

    [Fact]
    public void A_saved_vocabulary_loads_with_the_same_tokens_in_any_order_it_had()
    {
        var path = _folder["vocabulary.json"];
        var vocabulary = new CharacterVocabulary("z\"\\\na\u0000😀".EnumerateRunes());
        vocabulary.Save(path);
        Assert.Equal(vocabulary.Characters, CharacterVocabulary.Load(path).Characters);
    }

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{\"format\": \"rnndsl.character-vocabulary\", \"characters\": \"ab", "not valid JSON")]
    [InlineData("[1]", "not marked with")]
    [InlineData("{\"format\": \"another\"}", "not marked with")]
    [InlineData("{\"format\": \"rnndsl.character-vocabulary\"}", "the text \"characters\" is missing")]
    [InlineData("{\"format\": \"rnndsl.character-vocabulary\", \"characters\": [\"a\"]}", "the text \"characters\" is missing")]
    [InlineData("{\"format\": \"rnndsl.character-vocabulary\", \"characters\": \"\"}", "at least one character")]
    [InlineData("{\"format\": \"rnndsl.character-vocabulary\", \"characters\": \"aba\"}", "'a' (U+0061) occurs twice")]
    [InlineData("{\"format\": \"rnndsl.character-vocabulary\", \"characters\": \"\\uD83D\"}", "not valid Unicode")]
    public void A_file_that_is_no_vocabulary_is_named_with_what_is_wrong(string json, string problem)
    {
        var path = _folder["vocabulary.json"];
        File.WriteAllText(path, json);
        var thrown = Assert.Throws<InvalidDataException>(() => CharacterVocabulary.Load(path));
        Assert.Contains(path, thrown.Message);
        Assert.Contains(problem, thrown.Message);
    }

    public void Dispose() => _folder.Dispose();
}
