using System.Globalization;
using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Sampling;

public class SamplerTests
{
    private const float Masked = float.NegativeInfinity;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Token_frequencies_equal_the_softmax_at_the_temperature(double temperature)
    {
        float[] logits = [1, 0, -1, 2, Masked];
        AssertDraws(logits, new SamplingOptions { Temperature = temperature }, Softmax(logits, temperature));
    }

    [Fact]
    public void Top_k_keeps_the_k_most_probable_tokens()
    {
        float[] logits = LogOf(0.1, 0.4, 0.2, 0.3);
        AssertDraws(logits, new SamplingOptions { TopK = 2 }, [0, 4.0 / 7, 0, 3.0 / 7]);
    }

    [Fact]
    public void Top_k_with_ties_keeps_the_first_tokens() =>
        AssertDraws([0, 0, 0, 0], new SamplingOptions { TopK = 3 }, [1.0 / 3, 1.0 / 3, 1.0 / 3, 0]);

    [Fact]
    public void Top_k_of_1_is_greedy_and_beyond_the_vocabulary_keeps_all()
    {
        float[] logits = LogOf(0.3, 0.5, 0.2);
        AssertProbabilities(logits, new SamplingOptions { TopK = 1 }, [0, 1, 0]);
        AssertProbabilities(logits, new SamplingOptions { TopK = 3 }, [0.3, 0.5, 0.2]);
        AssertProbabilities(logits, new SamplingOptions { TopK = 100 }, [0.3, 0.5, 0.2]);
    }

    [Theory]
    [InlineData(0.6, new[] { 0, 4.0 / 7, 0, 3.0 / 7 })]
    [InlineData(0.71, new[] { 0, 4.0 / 9, 2.0 / 9, 3.0 / 9 })]
    [InlineData(0.39, new[] { 0, 1.0, 0, 0 })]
    [InlineData(1e-9, new[] { 0, 1.0, 0, 0 })]
    [InlineData(1.0, new[] { 0.1, 0.4, 0.2, 0.3 })]
    public void Top_p_keeps_the_fewest_tokens_that_reach_p(double p, double[] expected)
    {
        float[] logits = LogOf(0.1, 0.4, 0.2, 0.3);
        AssertProbabilities(logits, new SamplingOptions { TopP = p }, expected);
        AssertDraws(logits, new SamplingOptions { TopP = p }, expected);
    }

    [Fact]
    public void Top_p_applies_after_top_k()
    {
        // Of 0.4 and 0.3 the first is already 57% of what is left.
        AssertProbabilities(LogOf(0.1, 0.4, 0.2, 0.3), new SamplingOptions { TopK = 2, TopP = 0.55 }, [0, 1, 0, 0]);
        AssertProbabilities(LogOf(0.1, 0.4, 0.2, 0.3), new SamplingOptions { TopK = 2, TopP = 0.6 }, [0, 4.0 / 7, 0, 3.0 / 7]);
    }

    [Fact]
    public void Temperature_applies_before_top_p()
    {
        // At temperature 1/2 the odds 2:1 become 4:1, and the first token alone reaches 0.75.
        AssertProbabilities(LogOf(2.0 / 3, 1.0 / 3), new SamplingOptions { Temperature = 0.5, TopP = 0.75 }, [1, 0]);
        AssertProbabilities(LogOf(2.0 / 3, 1.0 / 3), new SamplingOptions { TopP = 0.75 }, [2.0 / 3, 1.0 / 3]);
    }

    [Fact]
    public void Greedy_takes_the_first_maximum_and_uses_no_random_numbers()
    {
        var random = new RandomSource(1);
        var before = random.State;
        Assert.Equal(1, Sampler.Sample([1, 3, 3, -5], SamplingOptions.Greedy, random));
        Assert.Equal(before, random.State);
        AssertProbabilities([1, 3, 3, -5], SamplingOptions.Greedy, [0, 1, 0, 0]);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-30)]
    [InlineData(1e300)]
    public void Extreme_temperatures_and_scores_give_a_valid_distribution(double temperature)
    {
        float[] logits = [3e38f, -3e38f, 3e38f, 0];
        var probabilities = new float[4];
        Sampler.Probabilities(logits, new SamplingOptions { Temperature = temperature, TopP = 0.999 }, probabilities);
        Assert.Equal(1, probabilities.Sum(), 1e-6);
        Assert.All(probabilities, probability => Assert.InRange(probability, 0, 1));
        Assert.True(probabilities[0] >= probabilities[3]);
    }

    [Fact]
    public void Token_of_probability_0_is_never_sampled()
    {
        var random = new RandomSource(5);
        for (var i = 0; i < 1_000; i++)
            Assert.Equal(2, Sampler.Sample([Masked, Masked, -1e30f, Masked], new SamplingOptions { TopK = 3, TopP = 0.5 }, random));
    }

    [Fact]
    public void Probability_of_suppressed_tokens_is_redistributed()
    {
        float[] logits = LogOf(0.1, 0.4, 0.2, 0.3);
        AssertDraws(logits, new SamplingOptions { SuppressedTokens = [1] }, [1.0 / 6, 0, 2.0 / 6, 3.0 / 6]);
        AssertDraws(logits, new SamplingOptions { SuppressedTokens = [1, 3, 1], Temperature = 0.5 }, [0.2, 0, 0.8, 0]);

        // The two most probable tokens and the most probable half are taken from the remaining ones.
        AssertProbabilities(logits, new SamplingOptions { SuppressedTokens = [1], TopK = 2 }, [0, 0, 0.4, 0.6]);
        AssertProbabilities(logits, new SamplingOptions { SuppressedTokens = [1], TopP = 0.5 }, [0, 0, 0, 1]);
        AssertProbabilities(logits, SamplingOptions.Greedy with { SuppressedTokens = [1] }, [0, 0, 0, 1]);
        Assert.Equal(3, Sampler.Sample(logits, SamplingOptions.Greedy with { SuppressedTokens = [1] }, new RandomSource(1)));
        Assert.Equal(1, Sampler.Sample(logits, SamplingOptions.Greedy, new RandomSource(1)));

        // A score that is no number is of no account where it cannot be chosen.
        Assert.Equal(0, Sampler.Sample([1, float.NaN, 0], SamplingOptions.Greedy with { SuppressedTokens = [1] }, new RandomSource(1)));
    }

    [Fact]
    public void Suppressing_all_tokens_or_an_unknown_token_is_an_error()
    {
        Assert.Contains("All 2 tokens are suppressed", Refused([0, 1]), StringComparison.Ordinal);
        Assert.Contains("Token 2 is suppressed, but there are only 2 scores, for tokens 0 to 1.", Refused([2]), StringComparison.Ordinal);
        Assert.Contains("SuppressedTokens is -1; it must be tokens of the vocabulary, at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions { SuppressedTokens = [0, -1] }).Message, StringComparison.Ordinal);

        static string Refused(long[] excluded) => Assert.Throws<ArgumentException>(() => Sampler.Sample([1, 2], new SamplingOptions { SuppressedTokens = excluded }, new RandomSource(0))).Message;
    }

    [Fact]
    public void Sampled_tokens_have_positive_probability()
    {
        var options = from temperature in Gen.Double[0, 3]
                      from topK in Gen.Int[1, 20].Nullable()
                      from topP in Gen.Double[0.001, 1].Nullable()
                      select new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP };
        Gen.Select(Gen.Float[-50, 50].Array[1, 20], options, Gen.Long).Sample((logits, sampling, seed) =>
        {
            var probabilities = new float[logits.Length];
            Sampler.Probabilities(logits, sampling, probabilities);
            Assert.Equal(1, probabilities.Sum(), 1e-5);
            Assert.True(probabilities.Count(probability => probability > 0) <= (sampling.TopK ?? 20));
            Assert.True(probabilities[Sampler.Sample(logits, sampling, new RandomSource(seed))] > 0);
        }, iter: 20_000);
    }

    [Theory]
    [InlineData(new[] { 0f, float.NaN, 1 }, "The score of token 1 (of 3) is NaN")]
    [InlineData(new[] { 0f, 1, float.PositiveInfinity }, "The score of token 2 (of 3) is Infinity")]
    [InlineData(new[] { Masked, Masked }, "All 2 tokens are suppressed")]
    [InlineData(new float[0], "there is nothing to choose from")]
    public void Invalid_scores_are_an_error_with_the_token(float[] logits, string problem)
    {
        foreach (var options in (SamplingOptions[])[new(), SamplingOptions.Greedy])
        {
            var thrown = Assert.Throws<ArgumentException>(() => Sampler.Sample(logits, options, new RandomSource(0)));
            Assert.Contains(problem, thrown.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void Option_out_of_range_error_states_value_and_range()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Contains("Temperature is -0.5; it must be", Refused(() => new SamplingOptions { Temperature = -0.5 }));
            Assert.Contains("Temperature is NaN", Refused(() => new SamplingOptions { Temperature = double.NaN }));
            Assert.Contains("Temperature is Infinity", Refused(() => new SamplingOptions { Temperature = double.PositiveInfinity }));
            Assert.Contains("TopK is 0", Refused(() => new SamplingOptions { TopK = 0 }));
            Assert.Contains("TopP is 0;", Refused(() => new SamplingOptions { TopP = 0 }));
            Assert.Contains("TopP is 1.5", Refused(() => SamplingOptions.Greedy with { TopP = 1.5 }));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        static string Refused(Func<SamplingOptions> make) => Assert.Throws<ArgumentOutOfRangeException>(() => { make(); }).Message;
    }

    [Fact]
    public void Sampling_does_not_allocate()
    {
        var logits = new float[200];
        var options = new SamplingOptions { TopK = 50, TopP = 0.9, SuppressedTokens = [1, 7] };
        var random = new RandomSource(1);
        Sampler.Sample(logits, options, random);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Sampler.Sample(logits, options, random);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static void AssertProbabilities(float[] logits, SamplingOptions options, double[] expected)
    {
        var probabilities = new float[logits.Length];
        Sampler.Probabilities(logits, options, probabilities);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], probabilities[i], 1e-6);
    }

    private static void AssertDraws(float[] logits, SamplingOptions options, double[] expected)
    {
        AssertProbabilities(logits, options, expected);
        var random = new RandomSource(7);
        var counts = new long[logits.Length];
        for (var i = 0; i < 50_000; i++)
            counts[Sampler.Sample(logits, options, random)]++;
        ChiSquare.AssertFits(counts, expected);
    }

    private static float[] LogOf(params double[] probabilities) => [.. probabilities.Select(probability => (float)Math.Log(probability))];

    private static double[] Softmax(float[] logits, double temperature)
    {
        var weights = logits.Select(logit => Math.Exp(logit / temperature)).ToArray();
        return [.. weights.Select(weight => weight / weights.Sum())];
    }
}
