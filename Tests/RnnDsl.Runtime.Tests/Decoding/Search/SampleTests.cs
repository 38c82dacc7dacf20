using RnnDsl.Runtime.Tests.Sampling;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

public sealed class SampleTests : IDisposable
{
    private static readonly SamplingOptions Plain = new();

    private readonly DisposeScope _scope = NewDisposeScope();

    private static DecodingOptions Options { get; } = new() { Begin = 1, End = 0, MaximumLength = 8 };

    [Fact]
    public void Samples_depend_on_the_seed()
    {
        var start = new SmallDecoder(1, 9).Start(3, 2, 5);
        string[] Run(long seed) => [.. SequenceDecoder.Sample(start, Options, Plain, new RandomSource(seed), 4).SelectMany(texts => texts.Select(Same.Show))];
        Assert.Equal(12, Run(1).Length);
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Temperature_0_equals_greedy()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var start = new SmallDecoder(seed, 9, endBias: 1).Start(3, 2, 5);
            var sampled = SequenceDecoder.Sample(start, Options, SamplingOptions.Greedy, new RandomSource(0), 2);
            Same.AssertSame(SequenceDecoder.Greedy(start, Options), [.. sampled.Select(texts => texts[0])]);
            Same.AssertSame(SequenceDecoder.Greedy(start, Options), [.. sampled.Select(texts => texts[1])]);
        }
    }

    [Fact]
    public void Samples_of_the_first_source_do_not_depend_on_the_others()
    {
        var decoder = new SmallDecoder(2, 9, endBias: 1);
        var alone = SequenceDecoder.Sample(decoder.Start(5), Options, Plain, new RandomSource(3), 3)[0];
        Same.AssertSame(alone, SequenceDecoder.Sample(decoder.Start(5, 2, 4), Options, Plain, new RandomSource(3), 3)[0]);
    }

    [Theory]
    [InlineData(1, null, null)]
    [InlineData(0.6, null, null)]
    [InlineData(1.5, 3, null)]
    [InlineData(1, null, 0.8)]
    public void Frequencies_of_sampled_sequences_equal_their_probabilities(double temperature, int? topK, double? topP)
    {
        const int Draws = 20_000;
        double[][] steps = [[0.5, 0, 1, -0.5], [1, 0.2, -0.3, 0.4]];
        var sampling = new SamplingOptions { Temperature = temperature, TopK = topK, TopP = topP };
        var texts = SequenceDecoder.Sample(ScoreTable.Start(steps), Options with { MaximumLength = 2 }, sampling, new RandomSource(5), Draws)[0];
        var distributions = steps.Select(scores =>
        {
            var probabilities = new float[4];
            Sampler.Probabilities([.. scores.Select(score => (float)score)], sampling, probabilities);
            return probabilities;
        }).ToArray();

        // Ended at once; or one token of three, and another or the end.
        var outcomes = new Dictionary<string, double> { [" ."] = distributions[0][0] };
        for (var first = 1; first < 4; first++)
        {
            for (var second = 0; second < 4; second++)
                outcomes[second == 0 ? $"{first} ." : $"{first} {second} ..."] = (double)distributions[0][first] * distributions[1][second];
        }

        var counts = texts.GroupBy(Same.Show).ToDictionary(group => group.Key, group => (long)group.Count());
        Assert.All(counts.Keys, text => Assert.Contains(text, outcomes.Keys));
        ChiSquare.AssertFits([.. outcomes.Keys.Select(text => counts.GetValueOrDefault(text))], [.. outcomes.Values]);
    }

    [Fact]
    public void Log_probability_does_not_depend_on_the_temperature()
    {
        double[] scores = ScoreTable.Log(0.2, 0.3, 0.5);
        var options = Options with { MaximumLength = 2, MinimumLength = 2 };
        var text = SequenceDecoder.Sample(ScoreTable.Start([scores]), options, new() { Temperature = 9 }, new RandomSource(1))[0][0];
        Assert.Equal(text.Tokens.Sum(token => scores[token]), text.LogProbability, 1e-12);
    }

    [Fact]
    public void Zero_samples_are_an_error()
    {
        var start = new SmallDecoder(1, 4).Start(2);
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => SequenceDecoder.Sample(start, Options, Plain, new RandomSource(0), 0));
        Assert.Contains("at least 1", thrown.Message);
    }

    public void Dispose() => _scope.Dispose();
}
