using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

public sealed class GreedyTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    private static DecodingOptions Options { get; } = new() { Begin = 1, End = 0, MaximumLength = 8 };

    [Fact]
    public void Each_token_has_the_highest_log_probability()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var start = new SmallDecoder(seed, 6, endBias: 1).Start(3);
            var (tokens, logProbability, attention) = (new List<long>(), 0.0, new List<float[]>());
            var (token, state) = (start.Tokens, start.State);
            while (tokens.Count < 8)
            {
                (var output, state, var weights) = start.Step(token, state);
                attention.Add([.. weights!.data<double>().Select(weight => (float)weight)]);
                token = output.argmax(1);
                logProbability += output.log_softmax(1)[0][token].item<double>();
                if (token.item<long>() == 0)
                    break;
                tokens.Add(token.item<long>());
            }

            var hypothesis = SequenceDecoder.Greedy(start, Options)[0];
            Assert.Equal(tokens, hypothesis.Tokens);
            Assert.Equal(tokens.Count < 8, hypothesis.Finished);
            Assert.Equal(logProbability, hypothesis.LogProbability, 1e-9);
            Assert.Equal(hypothesis.LogProbability, hypothesis.Score);
            Assert.Equal(attention.SelectMany(step => step), hypothesis.Attention!.Cast<float>());
        }
    }

    [Fact]
    public void Batched_decoding_equals_decoding_of_single_sources()
    {
        long[] lengths = [3, 6, 1, 4, 2];
        for (var seed = 0; seed < 20; seed++)
        {
            var decoder = new SmallDecoder(seed, 7, endBias: 2);
            var options = Options with { MaximumLength = LengthLimit.RelativeToSource(2), NoRepeatNGram = 2 };
            var batch = SequenceDecoder.Greedy(decoder.Start(lengths), options);
            for (var source = 0; source < lengths.Length; source++)
                Same.AssertSame(SequenceDecoder.Greedy(decoder.StartAt(source, lengths[source]), options), [batch[source]]);
        }
    }

    [Fact]
    public void Finished_sources_are_removed_and_the_maximum_length_is_per_source()
    {
        double[] ends = [1, 0, 0], goesOn = [0, 0, 1];
        var start = ScoreTable.Start([goesOn, ends], [goesOn, goesOn, goesOn, goesOn], [ends]) with { SourceLengths = tensor(new long[] { 9, 3, 9 }) };
        var rows = new List<long>();
        var hypotheses = SequenceDecoder.Greedy(
            start with
            {
                Step = (tokens, state) =>
                {
                    rows.Add(tokens.size(0));
                    return start.Step(tokens, state);
                },
            },
            Options with { MaximumLength = LengthLimit.RelativeToSource(1.2, 1) });
        Assert.Equal(["2 .", "2 2 2 2 ...", " ."], hypotheses.Select(Same.Show));
        Assert.Equal([3, 2, 1, 1], rows);
    }

    [Fact]
    public void End_token_is_suppressed_before_the_minimum_length()
    {
        double[] ends = ScoreTable.Log(0.7, 0.1, 0.2);
        var hypothesis = SequenceDecoder.Greedy(ScoreTable.Start([ends, ends, ends]), Options with { MinimumLength = 2 })[0];
        Assert.Equal([2L, 2], hypothesis.Tokens);
        Assert.True(hypothesis.Finished);
        Assert.Equal(Math.Log(0.2 * 0.2 * 0.7), hypothesis.LogProbability, 1e-12);
    }

    [Fact]
    public void NoRepeatNGram_prevents_repeated_n_grams()
    {
        double[] scores = [0, 1, 5, 3];
        var table = ScoreTable.Start([.. Enumerable.Repeat(scores, 10)]);
        Assert.Equal("2 3 1 .", Same.Show(SequenceDecoder.Greedy(table, Options with { NoRepeatNGram = 1 })[0]));
        Assert.Equal("2 2 3 2 1 2 ...", Same.Show(SequenceDecoder.Greedy(table, Options with { NoRepeatNGram = 2, MaximumLength = 6 })[0]));
        Assert.Equal("2 2 2 3 2 2 1 ...", Same.Show(SequenceDecoder.Greedy(table, Options with { NoRepeatNGram = 3, MaximumLength = 7 })[0]));
    }

    public void Dispose() => _scope.Dispose();
}
