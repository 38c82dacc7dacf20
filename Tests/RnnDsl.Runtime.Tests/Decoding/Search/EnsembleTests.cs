using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

public sealed class EnsembleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    private static BeamSearchOptions Options { get; } = new() { Begin = 1, End = 0, MaximumLength = 8, BeamWidth = 3, NBest = 3 };

    [Theory]
    [InlineData(EnsembleMean.Probabilities)]
    [InlineData(EnsembleMean.LogProbabilities)]
    public void Ensemble_of_one_network_twice_equals_the_network(EnsembleMean mean)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var decoder = new SmallDecoder(seed, 6, endBias: 1);
            var twice = Ensemble.Of([decoder.Start(3, 2), decoder.Start(3, 2)], mean);
            var options = Options with { LengthPenalty = LengthPenalty.Average, CoveragePenalty = 0.2 };
            foreach (var (one, other) in SequenceDecoder.BeamSearch(decoder.Start(3, 2), options).Zip(SequenceDecoder.BeamSearch(twice, options)))
                Same.AssertSame(one, other);
            Same.AssertSame(SequenceDecoder.Greedy(decoder.Start(3, 2), options), SequenceDecoder.Greedy(twice, options));
        }
    }

    [Fact]
    public void Ensemble_of_two_networks_averages_their_probabilities()
    {
        double[] one = [0.1, 0.6, 0.3], other = [0.5, 0.1, 0.4];
        var members = new[] { ScoreTable.Start([ScoreTable.Log(one)]), ScoreTable.Start([ScoreTable.Log(other)]) };
        var options = Options with { MaximumLength = 1 };

        var arithmetic = SequenceDecoder.BeamSearch(Ensemble.Of(members, EnsembleMean.Probabilities), options)[0];
        double[] means = [0.3, 0.35, 0.35];
        Assert.Equal(3, arithmetic.Count);
        Assert.Equal(" .", Same.Show(arithmetic[2]));
        Assert.All(arithmetic, text => Assert.Equal(Math.Log(means[text.Finished ? 0 : text.Tokens[0]]), text.LogProbability, 1e-12));

        var geometric = SequenceDecoder.BeamSearch(Ensemble.Of(members, EnsembleMean.LogProbabilities), options)[0];
        var roots = one.Zip(other, (p, q) => Math.Sqrt(p * q)).ToArray();
        Assert.Equal(["2 ...", "1 ...", " ."], geometric.Select(Same.Show));
        Assert.All(geometric, text => Assert.Equal(Math.Log(roots[text.Finished ? 0 : text.Tokens[0]] / roots.Sum()), text.LogProbability, 1e-12));
    }

    [Fact]
    public void Token_of_probability_0_in_one_member_is_impossible_in_the_geometric_mean_only()
    {
        var members = new[] { ScoreTable.Start([ScoreTable.Log(0, 0.9, 0.1)]), ScoreTable.Start([ScoreTable.Log(0.2, 0, 0.8)]) };
        var options = Options with { MaximumLength = 1 };
        Assert.Equal("1 ...", Same.Show(SequenceDecoder.BeamSearch(Ensemble.Of([members[0], members[0], members[1]]), options)[0][0]));
        Assert.Equal(["2 ..."], SequenceDecoder.BeamSearch(Ensemble.Of(members, EnsembleMean.LogProbabilities), options)[0].Select(Same.Show));
    }

    [Fact]
    public void Ensemble_members_may_be_different_kinds_of_networks()
    {
        var decoder = new SmallDecoder(1, 3);
        var flat = ScoreTable.Start([.. Enumerable.Repeat(new double[] { 0, 0, 0 }, 8)]);
        var together = Ensemble.Of([UntypedHypotheses.From(decoder.Start(4)), UntypedHypotheses.From(flat)], EnsembleMean.LogProbabilities);

        // A network that finds all tokens equally likely halves the other's scores, and attends to nothing.
        var halved = decoder.Start(4) with
        {
            Step = (tokens, state) =>
            {
                var (output, next, weights) = decoder.Start(4).Step(tokens, state);
                return (output / 2, next, weights);
            },
        };
        Same.AssertSame(SequenceDecoder.BeamSearch(halved, Options)[0], SequenceDecoder.BeamSearch(together, Options)[0]);
    }

    [Fact]
    public void Incompatible_ensemble_members_are_an_error()
    {
        Assert.Contains("at least one member", Assert.Throws<ArgumentException>(() => Ensemble.Of<SmallState>([])).Message);
        var (one, two) = (new SmallDecoder(1, 4).Start(2), new SmallDecoder(1, 4).Start(2, 2));
        Assert.Contains("1 and 2 sources", Assert.Throws<ArgumentException>(() => Ensemble.Of([one, two])).Message);
        var vocabularies = Ensemble.Of([new SmallDecoder(1, 4).Start(2), new SmallDecoder(1, 5).Start(2)]);
        Assert.Contains("4 and 5 tokens", Assert.Throws<ArgumentException>(() => SequenceDecoder.Greedy(vocabularies, Options)).Message);
    }

    public void Dispose() => _scope.Dispose();
}
