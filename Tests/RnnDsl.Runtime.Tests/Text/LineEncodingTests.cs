using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class LineEncodingTests
{
    private const string Play = "ROMEO:\nWhat light is that, upon the windowsill?\n\nJULIET:\nA lamp, good sir; I lit't for the cat's sake.\n";

    private static readonly WordTokenizer Tokenizer = new() { LowerCase = false };

    public static TheoryData<string> Vocabularies => ["words", "subwords"];

    [Fact]
    public void Each_line_feed_becomes_an_end_token()
    {
        var encoding = new LineEncoding(Tokenizer, new WordVocabulary(["a", "b", "c"]));
        Assert.Equal([4, 5, SpecialTokens.End, SpecialTokens.End, 6], encoding.Encode("a b\n\nc"));
        Assert.Equal([6, SpecialTokens.End], encoding.Encode("c\n"));
        Assert.Equal([6, SpecialTokens.End], encoding.Encode(" c\r\n"));
        Assert.Equal([SpecialTokens.End], encoding.Encode("\n"));
        Assert.Empty(encoding.Encode(""));
        Assert.Equal([4, SpecialTokens.Unknown], encoding.Encode("a d"));
    }

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Text_of_known_words_round_trips(string vocabulary)
    {
        var encoding = Encoding(vocabulary);
        var tokens = encoding.Encode(Play);
        Assert.DoesNotContain(SpecialTokens.Unknown, tokens);
        Assert.Equal(Play, string.Concat(encoding.Decode(tokens)));
        Assert.Equal(Play.TrimEnd('\n'), string.Concat(encoding.Decode(encoding.Encode(Play.TrimEnd('\n')))));
    }

    [Theory]
    [MemberData(nameof(Vocabularies))]
    public void Decode_yields_each_line_at_its_end_token(string vocabulary)
    {
        var encoding = Encoding(vocabulary);
        Assert.Equal(["ROMEO:\n", "JULIET:\n"], encoding.Decode(Endless(encoding.Encode("ROMEO:\nJULIET:\n"))).Take(2));
        Assert.Equal(["ROMEO:\n", "\n", "What light"], encoding.Decode(encoding.Encode("ROMEO:\n\nWhat light")));

        static IEnumerable<long> Endless(long[] tokens)
        {
            while (true)
            {
                foreach (var token in tokens)
                    yield return token;
            }
        }
    }

    private static LineEncoding Encoding(string vocabulary)
    {
        var lines = LineEncoding.Lines(Tokenizer, Play);
        return new(Tokenizer, vocabulary == "words" ? WordVocabulary.FromSentences(lines) : SubwordVocabulary.FromSentences(lines, 120));
    }
}
