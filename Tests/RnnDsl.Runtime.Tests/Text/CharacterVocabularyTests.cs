using System.Text;
using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class CharacterVocabularyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Characters_are_numbered_by_code_point()
    {
        var vocabulary = CharacterVocabulary.FromText("hello, World\n");
        Assert.Equal("\n ,Wdehlor", string.Concat(vocabulary.Characters));
        Assert.Equal(10, vocabulary.Count);
        Assert.Equal(new Rune('W'), vocabulary[3]);
        Assert.Equal([6, 5, 7, 7, 8], vocabulary.Encode("hello"));
        Assert.Equal("World", vocabulary.Decode(3, 8, 9, 7, 4));
    }

    [Fact]
    public void Emoji_is_one_character_after_the_basic_plane()
    {
        var vocabulary = CharacterVocabulary.FromText("a😀\uFFFDé");
        Assert.Equal(4, vocabulary.Count);
        Assert.Equal([3, 0], vocabulary.Encode("😀a"));
        Assert.Equal("😀", vocabulary[3].ToString());
    }

    [Fact]
    public void Text_round_trips_through_tokens_and_json()
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
    public void Unknown_character_error_states_position_and_code_point()
    {
        var vocabulary = CharacterVocabulary.FromText("abc");
        var thrown = Assert.Throws<UnknownCharacterException>(() => vocabulary.Encode("ab😀c"));
        Assert.Equal((new Rune(0x1F600), 2), (thrown.Character, thrown.Position));
        Assert.Contains("character '😀' (U+1F600) at position 2 is not among the 3 characters", thrown.Message);
        Assert.Contains("character U+0009 at position 0", Assert.Throws<UnknownCharacterException>(() => vocabulary.Encode("\t")).Message);
    }

    [Fact]
    public void Unknown_characters_are_skipped_if_skipUnknown_is_true() =>
        Assert.Equal([0, 1, 2], CharacterVocabulary.FromText("abc").Encode("a😀b?c", skipUnknown: true));

    [Fact]
    public void Lone_surrogate_is_an_error()
    {
        Assert.Contains("(U+D83D) is alone at position 1", Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromText("a\uD83D")).Message);
        Assert.Contains("(U+DE00) is alone at position 0", Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromText("a").Encode("\uDE00")).Message);
    }

    [Fact]
    public void Token_out_of_range_error_states_the_range()
    {
        var vocabulary = CharacterVocabulary.FromText("abc");
        Assert.Contains("Token 3 is not in the vocabulary, whose 3 tokens are 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[3]).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode(-1));
        Assert.False(vocabulary.TryGetToken(new Rune('d'), out _));
    }

    [Fact]
    public void Empty_text_is_an_error() =>
        Assert.Contains("at least one character", Assert.Throws<ArgumentException>(() => CharacterVocabulary.FromText("")).Message);

    [Fact]
    public void Saved_vocabulary_round_trips_in_any_order()
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
    public void Invalid_vocabulary_file_error_names_file_and_reason(string json, string problem)
    {
        var path = _folder["vocabulary.json"];
        File.WriteAllText(path, json);
        var thrown = Assert.Throws<InvalidDataException>(() => CharacterVocabulary.Load(path));
        Assert.Contains(path, thrown.Message);
        Assert.Contains(problem, thrown.Message);
    }

    public void Dispose() => _folder.Dispose();
}
