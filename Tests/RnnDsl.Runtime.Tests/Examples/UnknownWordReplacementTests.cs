using RnnDsl.Examples.Translate;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Replacement of unknown words.</summary>
public sealed class UnknownWordReplacementTests
{
    [Theory]
    [InlineData("strasbourg", 0.5f, 0.3f, 0.2f)]
    [InlineData("strasbourg", 0.6f, 0.4f, 0.0f)]
    public void Unknown_source_word_is_preferred_to_a_known_word_with_a_larger_weight(string expected, params float[] weights) =>
        Assert.Equal(expected, Copied([17, SpecialTokens.Unknown, 21], ["depuis", "strasbourg", "ans"], weights));

    [Fact]
    public void Unknown_word_with_the_larger_weight_is_copied() =>
        Assert.Equal("tatoeba", Copied([SpecialTokens.Unknown, SpecialTokens.Unknown, 21], ["strasbourg", "tatoeba", "ans"], [0.1f, 0.2f, 0.7f]));

    [Fact]
    public void Word_with_the_largest_weight_is_copied_without_unknown_source_words() =>
        Assert.Equal("ans", Copied([5, 6, 7], ["depuis", "deux", "ans"], [0.1f, 0.2f, 0.7f]));

    /// <summary>At the second of two steps.</summary>
    private static string Copied(long[] tokens, string[] words, float[] weights)
    {
        var attention = new float[2, words.Length];
        for (var position = 0; position < words.Length; position++)
            (attention[0, position], attention[1, position]) = (position == 0 ? 1 : 0, weights[position]);
        return UnknownWordReplacement.Of(words, tokens, attention, 1);
    }
}
