using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Sequences made into one vector, each by itself.</summary>
public sealed class PoolingTests
{
    private static readonly long[] Lengths = [4, 1, 6];

    [Fact]
    public void Mean_pooling_averages_over_valid_steps()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new MeanOfAll(dtype: ScalarType.Float64);

        Check(draw, model, sequence => model.Rnn.call(sequence).Item1.sum(1) / sequence.size(1));
    }

    [Fact]
    public void Max_pooling_uses_valid_steps_only()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new LargestOfAll(dtype: ScalarType.Float64);

        Check(draw, model, sequence => model.Rnn.call(sequence).Item1.max(1).values);
    }

    [Fact]
    public void Attention_pooling_weights_each_valid_step_by_its_score()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new PooledByAttention(dtype: ScalarType.Float64);
        draw.Fill(model);
        var weights = model.Attention.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        Assert.Equal(["hidden.bias", "hidden.weight", "score.weight"], weights.Keys.Order(StringComparer.Ordinal));

        Check(draw, model, sequence =>
        {
            var steps = model.Rnn.call(sequence).Item1;
            return model.Linear.call((Shares(steps).unsqueeze(-1) * steps).sum(1));
        });

        Tensor Shares(Tensor steps)
        {
            var scores = (steps.matmul(weights["hidden.weight"].t()) + weights["hidden.bias"]).tanh().matmul(weights["score.weight"].t()).squeeze(-1);
            return scores.exp() / scores.exp().sum(1, keepdim: true);
        }
    }

    [Fact]
    public void Attention_weights_sum_to_1_over_valid_steps_and_are_0_at_padding()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new PooledByAttention(dtype: ScalarType.Float64);
        draw.Fill(model);
        var input = draw.Normal(3, 6, 3);

        var weights = model.AttentionWeights(input, tensor(Lengths));

        Assert.Equal([3L, 6], weights.shape);
        Near.Equal("the sums", ones(3, dtype: ScalarType.Float64), weights.sum(1).detach());
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(Lengths[i], weights[i].ne(0).sum().ToInt64());
            Near.Equal("the weights of a sequence alone", model.AttentionWeights(input.narrow(0, i, 1).narrow(1, 0, Lengths[i])), weights.narrow(0, i, 1).narrow(1, 0, Lengths[i]));
        }

        var steps = model.Rnn.call(input).Item1;
        Near.Equal("the output", model.call(input, tensor(Lengths)), model.Linear.call(weights.unsqueeze(1).matmul(steps).squeeze(1)));
    }

    [Fact]
    public void Attention_weights_after_a_convolution_match_its_output_steps()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new PooledWindows(dtype: ScalarType.Float64);
        long[] lengths = [5, 2, 6];

        var weights = model.AttentionWeights(draw.Normal(3, 6, 3), tensor(lengths));

        Assert.Equal([3L, 3], weights.shape);
        Assert.Equal([2L, 1, 3], model.OutputLengths(tensor(lengths)).data<long>());
        Assert.Equal([2L, 1, 3], weights.ne(0).sum(1).data<long>());
    }

    [Fact]
    public void Single_length_for_several_sequences_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var pooling = new AttentionPooling(3, 4);
        var (steps, lengths) = (randn(4, 5, 3), tensor([2L]));

        foreach (var (pool, name) in new (Func<Tensor>, string)[] { (() => SequencePooling.Mean(steps, lengths), nameof(SequencePooling)), (() => SequencePooling.Max(steps, lengths), nameof(SequencePooling)), (() => pooling.call(steps, lengths), nameof(AttentionPooling)) })
            Assert.Equal($"{name} reads lengths as int64 [4], one for each sequence of the batch; it was given Int64 [1].", Assert.Throws<ArgumentException>(pool).Message);
        Assert.StartsWith("Lengths are int64 [4], one for each sequence of the batch; found [1].", Assert.Throws<ArgumentException>(() => ValidSteps.ZeroPadding(steps, lengths)).Message, StringComparison.Ordinal);
    }

    private static void Check(Draw draw, nn.Module model, Func<Tensor, Tensor> alone)
    {
        var input = draw.Normal(3, 6, 3).requires_grad_();
        Tensor[] wanted = [.. model.parameters(), input];
        Agreement.Check(alone(input), LayerModel.Forward(model, input), wanted);
        Agreement.Check(
            cat([.. Lengths.Select((length, i) => alone(input.narrow(0, i, 1).narrow(1, 0, length)))]), LayerModel.Forward(model, input, tensor(Lengths)), wanted);
    }
}
