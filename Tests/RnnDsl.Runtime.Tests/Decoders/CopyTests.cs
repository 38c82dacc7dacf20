using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoders;

/// <summary>A decoder that copies words of its source mixes two distributions (See et al. 2017).</summary>
public sealed class CopyTests
{
    private const long Words = 8;
    private const long Extra = 3;

    [Fact]
    public void What_is_generated_and_what_is_copied_sum_to_one_and_follow_the_paper()
    {
        using var scope = NewDisposeScope();
        using var model = new Summarizer(Words, dtype: ScalarType.Float64);
        var source = tensor(new long[,] { { 3, 8, 3, 5 }, { 9, 2, 0, 0 } });
        var lengths = tensor(new long[] { 4, 2 });
        var target = tensor(new long[,] { { 2, 8, 3 }, { 2, 9, 10 } });

        var (output, weights) = model.call(source, lengths, target);

        Assert.Equal([2, 3, Words + Extra], output.shape);
        Near.Equal("the sum of the probabilities", ones(2, 3, dtype: ScalarType.Float64), output.exp().sum(-1));

        // Word by word, from the decoder's parts.
        var (memory, state) = model.Encode(source, lengths);
        var decoder = model.Decoder;
        for (var t = 0; t < 3; t++)
        {
            var read = target.select(1, t);
            var token = decoder.Embedding.call(where(read.ge(Words), ones_like(read), read));
            var (context, shares) = decoder.Attention.Step(state.Hidden.select(0, 0), memory, coverage: state.Coverage.squeeze(0));
            (_, state, _) = decoder.Step(read, memory, state);
            var hidden = state.Hidden.squeeze(0);
            var scores = decoder.Linear.call(decoder.Readout.call(cat([hidden, context, token], 1)));
            var gate = nn.functional.linear(cat([hidden, context, token], 1), decoder.Copy.get_parameter("gate.weight")!, decoder.Copy.get_parameter("gate.bias")!).sigmoid();
            for (var row = 0; row < 2; row++)
            {
                for (var word = 0L; word < Words + Extra; word++)
                {
                    var generated = word < Words ? (gate[row] * scores[row].softmax(0)[word]).ToDouble() : 0;
                    var copied = Enumerable.Range(0, 4).Where(i => source[row, i].ToInt64() == word).Sum(i => ((1 - gate[row]) * shares[row, i]).ToDouble());
                    Assert.Equal(Math.Log(Math.Max(generated + copied, 1e-30)), output[row, t, word].ToDouble(), 9);
                }
            }

            Near.Equal("the weights", shares, weights.select(1, t));
        }
    }

    [Fact]
    public void The_loss_of_coverage_is_what_is_attended_to_again()
    {
        using var scope = NewDisposeScope();
        using var model = new Summarizer(Words, dtype: ScalarType.Float64);
        var weights = rand(2, 3, 4, dtype: ScalarType.Float64).softmax(2);
        var expected = 0.0;
        int[] lengths = [3, 2];
        for (var row = 0; row < 2; row++)
        {
            for (var t = 0; t < lengths[row]; t++)
            {
                for (var j = 0; j < 4; j++)
                {
                    var before = Enumerable.Range(0, t).Sum(earlier => weights[row, earlier, j].ToDouble());
                    expected += Math.Min(weights[row, t, j].ToDouble(), before);
                }
            }
        }

        Assert.Equal(expected / 5, model.CoverageLoss(weights, tensor(new long[] { 3, 2 })).ToDouble(), 10);
    }

    [Fact]
    public void A_gradient_reaches_both_ways_of_saying_a_word()
    {
        using var scope = NewDisposeScope();
        using var model = new Summarizer(Words);
        var (output, weights) = model.call(randint(0, Words + Extra, [2, 4]), null, randint(0, Words, [2, 3]));

        (model.Loss(output, randint(0, Words + Extra, [2, 3])) + model.CoverageLoss(weights)).backward();

        Assert.All(model.named_parameters(), named => Assert.True(named.parameter.grad is { } gradient && gradient.isfinite().all().ToBoolean(), named.name));
    }

    [Fact]
    public void A_memory_without_words_cannot_be_copied_from()
    {
        using var model = new Headline(Words, memorySize: 5);
        using var memory = model.Attention.Remember(randn(1, 4, 5));

        var error = Assert.Throws<ArgumentException>(() => model.call(zeros(1, 2, dtype: ScalarType.Int64), memory));

        Assert.Contains("give them to Remember", error.Message);
    }
}
