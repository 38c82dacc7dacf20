using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Metrics;

public sealed class SimpleMetricsTests
{
    [Fact]
    public void Perplexity_of_a_uniform_distribution_is_the_number_of_tokens()
    {
        Assert.Equal(50, Perplexity.Of(Math.Log(50)), 1e-9);
        Assert.Equal(50, Perplexity.Of(12 * Math.Log(50), 12), 1e-9);
        Assert.Equal(1, Perplexity.Of(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Perplexity.Of(0, 0));
    }

    [Fact]
    public void Exact_match_requires_equality_with_one_reference()
    {
        Assert.Equal(0.5, ExactMatch.Fraction(["go.", "Go.", "stop.", ""], [["run.", "go."], ["go."], ["halt."], [""]]));
        Assert.Contains("no answer", Assert.Throws<ArgumentException>(() => ExactMatch.Fraction([], [])).Message);
        Assert.Contains("1 answers and references of 2", Assert.Throws<ArgumentException>(() => ExactMatch.Fraction(["a"], [["a"], ["b"]])).Message);
    }
}
