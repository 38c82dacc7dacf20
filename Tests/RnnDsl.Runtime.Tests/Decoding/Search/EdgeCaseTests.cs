using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

public sealed class EdgeCaseTests : IDisposable
{
    private const double No = double.NegativeInfinity;

    private readonly DisposeScope _scope = NewDisposeScope();

    private static BeamSearchOptions Options { get; } = new() { Begin = 1, End = 0, MaximumLength = 4 };

    /// <summary>Every way of decoding, as the best hypothesis of each source.</summary>
    private static readonly Func<DecodingStart<TableState>, BeamSearchOptions, IReadOnlyList<Hypothesis>>[] Ways =
    [
        SequenceDecoder.Greedy,
        (start, options) => [.. SequenceDecoder.Sample(start, options, new(), new RandomSource(1), 3).Select(texts => texts[0])],
        (start, options) => [.. SequenceDecoder.BeamSearch(start, options).Select(texts => texts[0])],
    ];

    [Fact]
    public void Hypothesis_without_end_token_is_unfinished_at_the_maximum_length()
    {
        double[] never = [No, 0, No];
        foreach (var way in Ways)
            Assert.Equal(["1 1 1 1 ..."], way(ScoreTable.Start([never, never, never, never]), Options).Select(Same.Show));
    }

    [Fact]
    public void Decoding_without_an_end_token_reaches_the_maximum_length()
    {
        double[] zero = [9, 0];
        foreach (var way in Ways)
            Assert.Equal(["0 0 0 0 ..."], way(ScoreTable.Start([[9, No], [9, No], [9, No], [9, No]]), Options with { End = null }).Select(Same.Show));
        Assert.Equal("0 0 ...", Same.Show(SequenceDecoder.BeamSearch(ScoreTable.Start([zero, zero]), Options with { End = null, MaximumLength = 2 })[0][0]));
    }

    [Fact]
    public void A_beam_may_be_wider_than_the_vocabulary()
    {
        double[] scores = ScoreTable.Log(0.2, 0.8);
        var texts = SequenceDecoder.BeamSearch(ScoreTable.Start([scores, scores, scores, scores]), Options with { Begin = 0, BeamWidth = 50, NBest = 50 })[0];
        Assert.Equal(["1 1 1 1 ...", " .", "1 .", "1 1 .", "1 1 1 ."], texts.Select(Same.Show));
    }

    [Fact]
    public void Vocabulary_of_one_token_is_decoded()
    {
        double[] one = [3];
        foreach (var way in Ways)
        {
            var ended = way(ScoreTable.Start([one]), Options with { Begin = 0 })[0];
            Assert.Equal((" .", 0.0), (Same.Show(ended), ended.LogProbability));
            Assert.Equal("0 0 0 0 ...", Same.Show(way(ScoreTable.Start([one, one, one, one]), Options with { Begin = 0, End = null })[0]));

            // The only token may not come yet.
            var stuck = way(ScoreTable.Start([one]), Options with { Begin = 0, MinimumLength = 2 })[0];
            Assert.Equal((" ...", 0.0), (Same.Show(stuck), stuck.Score));
        }
    }

    [Fact]
    public void Hypothesis_without_a_possible_token_stops_unfinished()
    {
        double[] first = [No, 0, No], none = [No, No, No];
        foreach (var way in Ways)
        {
            var stuck = way(ScoreTable.Start([first, none], [first, first]), Options with { MaximumLength = 2 });
            Assert.Equal(["1 ...", "1 1 ..."], stuck.Select(Same.Show));
            Assert.All(stuck, text => Assert.Equal(0, text.LogProbability));
        }
    }

    [Fact]
    public void Extendable_hypotheses_displace_dead_ends()
    {
        // Token 1 leads nowhere, however likely it is.
        static (Tensor, TokensOnly, Tensor?) Step(Tensor tokens, TokensOnly state)
        {
            var table = tensor(new[,] { { 0, 0.9, 0.1 }, { 0, 0, 0 }, { 0.5, 0, 0.5 } }).log();
            return (table.index_select(0, tokens), state, null);
        }

        var start = new DecodingStart<TokensOnly> { Step = Step, State = new TokensOnly(), Tokens = zeros(1, dtype: ScalarType.Int64) };
        var texts = SequenceDecoder.BeamSearch(start, Options with { BeamWidth = 3, NBest = 3 })[0];
        Assert.Equal(["2 .", "2 2 .", "2 2 2 ."], texts.Select(Same.Show));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void NaN_score_error_names_source_and_step(double wrong)
    {
        double[] right = [No, 1, 2];
        foreach (var way in Ways)
        {
            var start = ScoreTable.Start([right, right, right], [right, [0, wrong, 0], right]);
            var thrown = Assert.Throws<ArgumentException>(() => way(start, Options));
            Assert.Contains("source 1 at step 2", thrown.Message);
            Assert.Contains("NaN", thrown.Message);
        }
    }

    [Fact]
    public void Empty_batch_is_an_error()
    {
        var start = ScoreTable.Start([[0, 0]]) with { Tokens = zeros(0, dtype: ScalarType.Int64) };
        foreach (var way in Ways)
            Assert.Contains("nothing to decode", Assert.Throws<ArgumentException>(() => way(start, Options)).Message);
    }

    [Fact]
    public void Padding_of_another_batch_size_is_an_error()
    {
        var start = ScoreTable.Start([[0, 0]], [[0, 0]]) with { Padding = zeros(1, 3, ScalarType.Bool) };
        foreach (var way in Ways)
            Assert.StartsWith("There are 2 sources, and the padding is [1, 3]; it must be [2, positions].", Assert.Throws<ArgumentException>(() => way(start, Options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Begin_or_End_outside_the_vocabulary_is_an_error()
    {
        var start = ScoreTable.Start([[0, 0, 0], [0, 0, 0]]);
        foreach (var way in Ways)
        {
            var begin = Assert.Throws<ArgumentOutOfRangeException>(() => way(start, Options with { Begin = 3 }));
            Assert.Contains("Begin is 3, and the network scores 3 tokens", begin.Message);
            var end = Assert.Throws<ArgumentOutOfRangeException>(() => way(start, Options with { End = 7 }));
            Assert.Contains("End is 7, and the network scores 3 tokens", end.Message);
        }

        Assert.Contains("Begin is -1", Assert.Throws<ArgumentOutOfRangeException>(() => Options with { Begin = -1 }).Message);
        Assert.Contains("End is -2", Assert.Throws<ArgumentOutOfRangeException>(() => Options with { End = -2 }).Message);
    }

    [Fact]
    public void Option_out_of_range_error_states_value_and_range()
    {
        Refused("BeamWidth is 0; it must be a whole number of at least 1", () => Options with { BeamWidth = 0 });
        Refused("NBest is -1", () => Options with { NBest = -1 });
        Refused("CoveragePenalty is -0.5; it must be a number of at least 0", () => Options with { CoveragePenalty = -0.5 });
        Refused("CoveragePenalty is NaN", () => Options with { CoveragePenalty = double.NaN });
        Refused("MinimumLength is -1", () => Options with { MinimumLength = -1 });
        Refused("NoRepeatNGram is 0", () => Options with { NoRepeatNGram = 0 });
        Refused("The maximum length is 0", () => Options with { MaximumLength = 0 });
        Refused("The maximum length is -1.5 times", () => LengthLimit.RelativeToSource(-1.5));
        Refused("-3 additional tokens", () => LengthLimit.RelativeToSource(1, -3));
        Refused("exponent of the length penalty is NaN", () => LengthPenalty.Wu(double.NaN));
        Refused("exponent of the length penalty is -1", () => LengthPenalty.Wu(-1));

        static void Refused(string message, Func<object> make) =>
            Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(make).Message);
    }

    [Fact]
    public void Contradictory_options_are_an_error()
    {
        var start = ScoreTable.Start([[0, 0, 0]]);
        Refused("NBest is 6 and BeamWidth 5", SequenceDecoder.BeamSearch, Options with { NBest = 6 });
        Refused("coverage penalty", SequenceDecoder.BeamSearch, Options with { CoveragePenalty = 0.1 });
        foreach (var way in Ways)
        {
            Refused("minimum must not be greater", way, Options with { MinimumLength = 5 });
            Refused("relative to the source", way, Options with { MaximumLength = LengthLimit.RelativeToSource(1) });
        }

        void Refused(string message, Func<DecodingStart<TableState>, BeamSearchOptions, object> way, BeamSearchOptions options) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => way(start, options)).Message);
    }

    [Fact]
    public void Step_output_of_the_wrong_shape_is_an_error()
    {
        var start = ScoreTable.Start([[0, 0]], [[0, 0]]);
        var flat = start with { Step = (tokens, state) => (zeros(2), state, null) };
        var attending = start with { Step = (tokens, state) => (zeros(2, 2), state, zeros(3, 4)) };
        Assert.Contains("scores of [2] for 2 rows", Assert.Throws<ArgumentException>(() => SequenceDecoder.Greedy(flat, Options)).Message);
        Assert.Contains("weights of [3, 4] for 2 rows", Assert.Throws<ArgumentException>(() => SequenceDecoder.Greedy(attending, Options)).Message);
    }

    public void Dispose() => _scope.Dispose();
}
