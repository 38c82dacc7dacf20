using RnnDsl.Examples.Translate;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>What stands in the place of a word that a translator does not know.</summary>
public sealed class CopiedWordTests
{
    [Theory]
    [InlineData("strasbourg", 0.5f, 0.3f, 0.2f)]
    [InlineData("strasbourg", 0.6f, 0.4f, 0.0f)]
    public void A_word_that_the_reader_does_not_know_comes_before_one_that_was_attended_to_more(string expected, params float[] attended) =>
        Assert.Equal(expected, Copied([17, SpecialTokens.Unknown, 21], ["depuis", "strasbourg", "ans"], attended));

    [Fact]
    public void Of_two_such_words_the_one_that_was_attended_to_more_is_taken() =>
        Assert.Equal("tatoeba", Copied([SpecialTokens.Unknown, SpecialTokens.Unknown, 21], ["strasbourg", "tatoeba", "ans"], [0.1f, 0.2f, 0.7f]));

    [Fact]
    public void Where_all_are_known_attention_alone_decides() =>
        Assert.Equal("ans", Copied([5, 6, 7], ["depuis", "deux", "ans"], [0.1f, 0.2f, 0.7f]));

    /// <summary>At the second of two steps; at the first all attention was elsewhere.</summary>
    private static string Copied(long[] tokens, string[] words, float[] attended)
    {
        var attention = new float[2, words.Length];
        for (var position = 0; position < words.Length; position++)
            (attention[0, position], attention[1, position]) = (position == 0 ? 1 : 0, attended[position]);
        return CopiedWord.Of(words, tokens, attention, 1);
    }
}
