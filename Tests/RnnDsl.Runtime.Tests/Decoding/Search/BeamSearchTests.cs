using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

public sealed class BeamSearchTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    private static BeamSearchOptions Options { get; } = new() { Begin = 1, End = 0, MaximumLength = 8 };

    /// <summary>Penalties, by the exponent of Wu et al.; NaN divides by the length.</summary>
    public static TheoryData<double, double, int, int> Penalties()
    {
        var data = new TheoryData<double, double, int, int>();
        foreach (var alpha in (double[])[0, double.NaN, 0.6, 1])
        {
            foreach (var coverage in (double[])[0, 0.2, 3])
            {
                foreach (var (minimum, repeat) in ((int, int)[])[(0, 0), (3, 0), (0, 1), (0, 2), (3, 2)])
                    data.Add(alpha, coverage, minimum, repeat);
            }
        }

        return data;
    }

    [Fact]
    public void Beam_search_with_width_1_equals_greedy()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var start = new SmallDecoder(seed, 6, endBias: seed % 4).Start(3, 1, 4);
            var options = Options with { BeamWidth = 1, MinimumLength = seed % 3, NoRepeatNGram = seed % 2 == 0 ? null : 1 + seed % 3 };
            var beam = SequenceDecoder.BeamSearch(start, options);
            Assert.All(beam, hypotheses => Assert.Single(hypotheses));
            Same.AssertSame(SequenceDecoder.Greedy(start, options), [.. beam.Select(hypotheses => hypotheses[0])]);
        }
    }

    [Theory]
    [MemberData(nameof(Penalties))]
    public void Sufficiently_wide_beam_equals_exhaustive_search(double alpha, double coverage, int minimum, int repeat)
    {
        const int Steps = 4;
        var options = new BeamSearchOptions
        {
            Begin = 1,
            End = 0,
            MaximumLength = Steps,
            MinimumLength = minimum,
            NoRepeatNGram = repeat == 0 ? null : repeat,
            LengthPenalty = double.IsNaN(alpha) ? LengthPenalty.Average : alpha == 0 ? LengthPenalty.None : LengthPenalty.Wu(alpha),
            CoveragePenalty = coverage,
            BeamWidth = 300,
            NBest = 7,
        };
        for (var seed = 0; seed < 4; seed++)
        {
            var start = new SmallDecoder(seed, 4, endBias: seed).Start(3);
            var expected = ExhaustiveSearch<SmallState>.Best(start, options, alpha, Steps);
            Same.AssertSame(expected, SequenceDecoder.BeamSearch(start, options)[0]);
            Same.AssertSame(expected, SequenceDecoder.BeamSearch(start, options with { EarlyStop = false })[0]);
        }
    }

    [Fact]
    public void Batched_search_equals_search_of_single_sources()
    {
        long[] lengths = [3, 6, 1, 4, 2];
        for (var seed = 0; seed < 20; seed++)
        {
            var decoder = new SmallDecoder(seed, 7, endBias: 2);
            var options = Options with
            {
                MaximumLength = LengthLimit.RelativeToSource(1.5, 2),
                LengthPenalty = LengthPenalty.Wu(0.8),
                CoveragePenalty = 0.3,
                BeamWidth = 4,
                NBest = 3,
                NoRepeatNGram = 2,
            };
            var batch = SequenceDecoder.BeamSearch(decoder.Start(lengths), options);
            Assert.Equal(lengths.Length, batch.Count);
            for (var source = 0; source < lengths.Length; source++)
                Same.AssertSame(SequenceDecoder.BeamSearch(decoder.StartAt(source, lengths[source]), options)[0], batch[source]);
        }
    }

    [Theory]
    [MemberData(nameof(Penalties))]
    public void Early_stopping_does_not_change_the_result(double alpha, double coverage, int minimum, int repeat)
    {
        var (early, late) = (0L, 0L);
        for (var seed = 0; seed < 4; seed++)
        {
            var decoder = new SmallDecoder(seed, 6, endBias: 3);
            var options = Options with
            {
                MaximumLength = 12,
                MinimumLength = minimum,
                NoRepeatNGram = repeat == 0 ? null : repeat,
                LengthPenalty = double.IsNaN(alpha) ? LengthPenalty.Average : LengthPenalty.Wu(alpha),
                CoveragePenalty = coverage,
                BeamWidth = 3,
                NBest = 1 + seed % 3,
            };
            var start = decoder.Start(2, 3);
            var stopped = SequenceDecoder.BeamSearch(start, options);
            early += decoder.Rows.Sum();
            decoder.Rows.Clear();
            var complete = SequenceDecoder.BeamSearch(start, options with { EarlyStop = false });
            late += decoder.Rows.Sum();
            foreach (var (one, other) in complete.Zip(stopped))
                Same.AssertSame(one, other);
        }

        Assert.True(early <= late);
        if (repeat == 0 && coverage == 0)
            Assert.True(early < late, $"{early} rows with early stop, {late} without.");
    }

    [Fact]
    public void N_best_hypotheses_are_sorted_and_distinct()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var options = Options with { BeamWidth = 6, NBest = 6, LengthPenalty = LengthPenalty.Average };
            var hypotheses = SequenceDecoder.BeamSearch(new SmallDecoder(seed, 5, endBias: 1).Start(3), options)[0];
            Assert.Equal(6, hypotheses.Count);
            Assert.Equal(hypotheses.Select(hypothesis => hypothesis.Score).OrderDescending(), hypotheses.Select(hypothesis => hypothesis.Score));
            Assert.Equal(6, hypotheses.Select(Same.Show).Distinct().Count());
        }
    }

    [Fact]
    public void Wider_beam_finds_a_better_hypothesis_than_greedy()
    {
        // The likelier first token 1 leads to even odds; token 2 leads to certainty.
        static (Tensor, TokensOnly, Tensor?) Step(Tensor tokens, TokensOnly state)
        {
            var table = tensor(new[,] { { 0, 0.55, 0.45 }, { 0.5, 0.25, 0.25 }, { 1, 0, 0 } }).log();
            return (table.index_select(0, tokens), state, null);
        }

        var start = new DecodingStart<TokensOnly> { Step = Step, State = new TokensOnly(), Tokens = zeros(1, dtype: ScalarType.Int64) };
        var options = Options with { Begin = null, BeamWidth = 2, NBest = 2 };
        var hypotheses = SequenceDecoder.BeamSearch(start, options)[0];
        Assert.Equal([2L], hypotheses[0].Tokens);
        Assert.Equal(Math.Log(0.45), hypotheses[0].Score, 1e-12);
        Assert.Equal([1L], hypotheses[1].Tokens);
        Assert.Equal(Math.Log(0.55 * 0.5), hypotheses[1].LogProbability, 1e-12);
        Assert.Equal([1L], SequenceDecoder.Greedy(start, options)[0].Tokens);
    }

    [Fact]
    public void Length_and_coverage_penalties_equal_the_paper()
    {
        Assert.Equal(1, LengthPenalty.None.Divisor(17));
        Assert.Equal(17, LengthPenalty.Average.Divisor(17));
        Assert.Equal(Math.Pow(22, 0.6) / Math.Pow(6, 0.6), LengthPenalty.Wu(0.6).Divisor(17), 1e-12);
        Assert.Equal(1, LengthPenalty.Wu(0.6).Divisor(1));

        var options = Options with { LengthPenalty = LengthPenalty.Wu(0.7), CoveragePenalty = 0.2, NBest = 3 };
        foreach (var hypothesis in SequenceDecoder.BeamSearch(new SmallDecoder(1, 6, endBias: 2).Start(4), options)[0])
        {
            var attention = hypothesis.Attention!;
            var coverage = Enumerable.Range(0, attention.GetLength(1))
                .Sum(j => Math.Log(Math.Min(1, Enumerable.Range(0, attention.GetLength(0)).Sum(i => (double)attention[i, j]))));
            var expected = hypothesis.LogProbability / Math.Pow((5.0 + attention.GetLength(0)) / 6, 0.7) + 0.2 * coverage;
            Assert.Equal(expected, hypothesis.Score, 1e-5);
        }
    }

    [Fact]
    public void Coverage_penalty_of_an_unattended_position_is_finite()
    {
        static (Tensor, TokensOnly, Tensor?) Step(Tensor tokens, TokensOnly state) =>
            (zeros(tokens.size(0), 3, dtype: ScalarType.Float64), state, tensor(new double[] { 1, 0 }).expand(tokens.size(0), 2));

        var start = new DecodingStart<TokensOnly> { Step = Step, State = new TokensOnly(), Tokens = zeros(1, dtype: ScalarType.Int64) };
        var hypothesis = SequenceDecoder.BeamSearch(start, Options with { CoveragePenalty = 1 })[0][0];
        Assert.Equal(hypothesis.LogProbability - 126 * Math.Log(2), hypothesis.Score, 1e-6);
    }

    [Fact]
    public void Finished_source_is_removed_from_the_batch()
    {
        double[] ends = ScoreTable.Log(0.9, 0.05, 0.05), goesOn = ScoreTable.Log(0.01, 0.5, 0.49);
        var start = ScoreTable.Start([goesOn, ends, ends, ends], [ends, goesOn, goesOn, goesOn], [goesOn, goesOn, goesOn, ends]);
        var rows = new List<long>();
        var counted = start with
        {
            Step = (tokens, state) =>
            {
                rows.Add(tokens.size(0));
                return start.Step(tokens, state);
            },
        };
        var hypotheses = SequenceDecoder.BeamSearch(counted, Options with { BeamWidth = 2 });
        Assert.Equal([1, 0, 3], hypotheses.Select(source => source[0].Tokens.Count));
        Assert.All(hypotheses, source => Assert.True(source[0].Finished));
        Assert.Equal([3, 4, 2, 2], rows);
    }

    [Fact]
    public void Attention_is_omitted_if_KeepAttention_is_false() =>
        Assert.Null(SequenceDecoder.BeamSearch(new SmallDecoder(1, 5).Start(3), Options with { KeepAttention = false })[0][0].Attention);

    [Fact]
    public void Float32_finds_the_same_hypotheses_within_rounding()
    {
        var precise = new SmallDecoder(3, 6, endBias: 2).Start(3, 4);
        var single = precise with
        {
            Step = (tokens, state) =>
            {
                var (output, next, weights) = precise.Step(tokens, state);
                return (output.to(ScalarType.Float32), next, weights!.to(ScalarType.Float32));
            },
        };
        var options = Options with { CoveragePenalty = 0.2, LengthPenalty = LengthPenalty.Average, NBest = 2 };
        foreach (var (one, other) in SequenceDecoder.BeamSearch(precise, options).Zip(SequenceDecoder.BeamSearch(single, options)))
        {
            Assert.Equal(one.Select(Same.Show), other.Select(Same.Show));
            Assert.Equal(one[0].Score, other[0].Score, 1e-5);
        }
    }

    public void Dispose() => _scope.Dispose();
}

/// <summary>Nothing is remembered but the last token, which a step is given.</summary>
internal sealed record TokensOnly : IHypotheses<TokensOnly>
{
    public IEnumerable<Tensor> Tensors => [];

    public TokensOnly Select(Tensor rows, Tensor? sources) => this;
}
