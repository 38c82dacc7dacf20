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
    public void Generation_and_copy_probabilities_sum_to_1_and_equal_the_paper()
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
    public void Coverage_loss_equals_the_repeated_attention()
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
    public void Gradients_reach_all_parameters_of_generation_and_copying()
    {
        using var scope = NewDisposeScope();
        using var model = new Summarizer(Words);
        var (output, weights) = model.call(randint(0, Words + Extra, [2, 4]), null, randint(0, Words, [2, 3]));

        (model.Loss(output, randint(0, Words + Extra, [2, 3])) + model.CoverageLoss(weights)).backward();

        Assert.All(model.named_parameters(), named => Assert.True(named.parameter.grad is { } gradient && gradient.isfinite().all().ToBoolean(), named.name));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(-1)]
    public void Source_token_out_of_the_extended_vocabulary_is_an_error(long word)
    {
        using var scope = NewDisposeScope();
        using var model = new Summarizer(Words);
        var (source, target) = (zeros(2, 4, ScalarType.Int64), zeros(2, 3, ScalarType.Int64));
        var bad = source.clone();
        bad[1, 3] = word;

        // In padding as well: a position without weight is added to its word all the same.
        Refused("Summarizer", () => model.Encode(bad, tensor([4L, 2])));
        Refused("Headline", () => model.Decoder.CreateMemory(zeros(2, 4, 5), bad));
        var (memory, state) = model.Encode(source);
        var wrong = target.clone();
        wrong[1, 2] = word;
        var step = Assert.Throws<ArgumentOutOfRangeException>(() => model.Decoder.Step(tensor([0, word]), memory, state));
        Assert.StartsWith($"Headline reads tokens from 0 to 10: 8 of the vocabulary and 3 extra ones of [Copy]; sequence 1 (counted from 0) has {word}. Give", step.Message, StringComparison.Ordinal);
        Assert.Equal(word, Assert.Throws<ArgumentOutOfRangeException>(() => model.call(source, null, wrong)).ActualValue);

        // The loss knows the extra words as classes.
        var output = model.call(source, null, target).Output;
        Assert.Contains("classes from 0 to 10", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(output, wrong)).Message, StringComparison.Ordinal);

        void Refused(string name, Func<object> read)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(read);
            Assert.StartsWith(
                $"{name} reads tokens from 0 to 10: 8 of the vocabulary and 3 extra ones of [Copy]; sequence 1 (counted from 0) has {word} at position 3.", error.Message, StringComparison.Ordinal);
            Assert.Equal(word, error.ActualValue);
        }
    }

    [Fact]
    public void Source_tokens_of_another_shape_than_the_positions_are_an_error()
    {
        using var scope = NewDisposeScope();
        using var model = new Headline(Words, memorySize: 5);

        // A single word would be broadcast over all positions.
        var error = Assert.Throws<ArgumentException>(() => model.CreateMemory(randn(2, 4, 5), zeros(2, 1, ScalarType.Int64)));
        Assert.StartsWith("Headline.CreateMemory reads int64 tokens [2, 4], one for each position of the values; it was given Int64 [2, 1].", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("Headline.CreateMemory reads int64 tokens [2, 4]", Assert.Throws<ArgumentException>(() => model.CreateMemory(randn(2, 4, 5), zeros(2, 4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_without_extra_words_is_limited_to_the_vocabulary()
    {
        using var scope = NewDisposeScope();
        using var model = new WordCopier(Words, memorySize: 5);

        Assert.Equal([2L, 4], model.CreateMemory(randn(2, 4, 5), full(2, 4, 7, ScalarType.Int64)).Tokens!.shape);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateMemory(randn(2, 4, 5), full(2, 4, 8, ScalarType.Int64)));
        Assert.StartsWith("WordCopier reads tokens from 0 to 7: 8 of the vocabulary and 0 extra ones of [Copy]; sequence 0 (counted from 0) has 8 at position 0.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Source_tokens_may_be_int32()
    {
        using var scope = NewDisposeScope();
        using var model = new Summarizer(Words);
        var (source, target) = (tensor(new long[,] { { 3, 8, 3, 5 } }), tensor(new long[,] { { 2, 8, 3 } }));

        Near.Equal("the output", model.call(source, null, target).Output, model.call(source.to(ScalarType.Int32), null, target).Output);
    }

    [Fact]
    public void Memory_without_source_tokens_is_an_error()
    {
        using var model = new Headline(Words, memorySize: 5);
        using var memory = model.Attention.CreateMemory(randn(1, 4, 5));

        var error = Assert.Throws<ArgumentException>(() => model.call(zeros(1, 2, dtype: ScalarType.Int64), memory));

        Assert.Contains("pass them to CreateMemory", error.Message);
    }
}
