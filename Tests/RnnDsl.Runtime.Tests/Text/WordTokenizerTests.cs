using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class WordTokenizerTests
{
    private readonly WordTokenizer _tokenizer = new();

    [Theory]
    [InlineData("J'aime l'été, aujourd'hui !", "j' aime l' été , aujourd'hui !")]
    [InlineData("Qu’est-ce qu’il dit ? Jusqu'ici, rien…", "qu' est -ce qu' il dit ? jusqu' ici , rien ...")]
    [InlineData("Donne-le-moi. A-t-il peut-être dit celui-là ?", "donne -le -moi . a -t -il peut-être dit celui -là ?")]
    [InlineData("N'est-ce pas « non » ?", "n' est -ce pas « non » ?")]
    [InlineData("Tom's dogs don't; we'll see, it's five o'clock.", "tom 's dogs don't ; we 'll see , it 's five o'clock .")]
    [InlineData("I shouldn't've come.", "i shouldn't 've come .")]
    [InlineData("At 10:30 p.m. it cost $1,234.50 (50%).", "at 10:30 p.m. it cost $ 1,234.50 ( 50 % ) .")]
    [InlineData("3.2km, 4ème, b2b, mother-in-law", "3.2 km , 4ème , b2b , mother-in-law")]
    [InlineData("\"Well...\" -- 'no'?!", "\" well ... \" -- ' no ' ? !")]
    [InlineData("20\u202F000\u00A0€\u2009!\t\r\n", "20 000 € !")]
    [InlineData("na\u0131\u0308ve e\u0301te\u0301 co\u00ADop\u200B", "naı̈ve été coop")]
    [InlineData("😀👍 ok", "😀 👍 ok")]
    [InlineData("", "")]
    [InlineData(" \u00A0 ", "")]
    public void A_text_splits_into_words_and_punctuation(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), _tokenizer.Split(text));

    [Fact]
    public void Letter_case_is_kept_if_LowerCase_is_false() =>
        Assert.Equal(["L'", "Été", "QU'", "Il", "Tom", "'S"], new WordTokenizer { LowerCase = false }.Split("L'Été QU'Il Tom'S"));

    [Theory]
    [InlineData("i've got tom's \"old\" dogs' house, don't i?")]
    [InlineData("l'été, j'ai dit: «donne-le-moi!»")]
    [InlineData("rock 'n' roll (at 5 p.m. or so) costs $5, 50% of 3.5... ok")]
    [InlineData("and/or - so - what?!")]
    public void Join_inverts_Split_for_ordinary_text(string text) => Assert.Equal(text, _tokenizer.Join(_tokenizer.Split(text)));

    [Fact]
    public void FrenchSpacing_adds_narrow_spaces_at_punctuation()
    {
        var french = new WordTokenizer { FrenchSpacing = true };
        Assert.Equal("«\u202Fça\u202F?!\u202F», dit-il\u202F; 50\u202F%\u202F!", french.Join(french.Split("«ça?!», dit-il; 50%!")));
        Assert.Equal("?", french.Join("?"));
    }

    [Fact]
    public void A_joined_text_splits_into_the_same_words()
    {
        string[] pieces = ["a", "b1", "l'", "'s", "-il", "-", "'", "\"", ".", "...", ",", "!", "?", " ", " ", " ", "«", "»", "(", ")", "/", "3.5", "$", "%", "u.s. ", "é", "d'un", "don't", "--", "–", "&", "😀", ":"];
        Gen.Int[0, pieces.Length - 1].Select(piece => pieces[piece]).Array[0, 9].Select(string.Concat).Where(static text => !text.Contains("é.", StringComparison.Ordinal) && !text.Contains("a.", StringComparison.Ordinal)).Sample(text =>
        {
            var words = _tokenizer.Split(text);
            Assert.Equal(words, _tokenizer.Split(_tokenizer.Join(words)));
        });
    }

    [Fact]
    public void Lone_surrogate_is_an_error() => Assert.Throws<ArgumentException>(() => _tokenizer.Split("a\uD83D"));
}
