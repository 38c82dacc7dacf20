using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Layer normalization and locked dropout, against their definitions.</summary>
public sealed class StepLayerTests
{
    [Fact]
    public void Layer_normalization_acts_over_the_features_of_each_step()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new NormalizedSteps(dtype: ScalarType.Float64);
        draw.Fill(model);
        var input = draw.Normal(3, 4, 3).requires_grad_();

        Assert.Equal(["norm.weight", "norm.bias"], model.state_dict().Keys.Where(key => key.StartsWith("norm", StringComparison.Ordinal)));
        Agreement.Check(Normalize(model.Rnn.call(Normalize(input, model.Norm)).Item1, model.Top), model.call(input).Output, [.. model.parameters(), input]);
    }

    [Fact]
    public void Layer_normalization_of_a_pooled_vector_acts_over_its_features()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new NormalizedVector(dtype: ScalarType.Float64);
        draw.Fill(model);
        var input = draw.Normal(3, 4, 3).requires_grad_();

        Agreement.Check(Normalize(model.Rnn.call(input).Item1.select(1, -1), model.Norm), model.call(input), [.. model.parameters(), input]);
    }

    [Fact]
    public void Locked_dropout_uses_one_mask_per_sequence_over_all_steps()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var dropout = new LockedDropout(0.5);
        var input = draw.Normal(8, 6, 30).requires_grad_();

        var output = dropout.call(input);
        var scale = (output / input).detach();

        Assert.Equal(0, (scale * (scale - 2)).abs().max().ToDouble(), 1e-10);
        Assert.Equal(0, (scale - scale.narrow(1, 0, 1)).abs().max().ToDouble(), 1e-10);
        Assert.True(Near.Distance(scale[0], scale[1]) > 1);
        Assert.InRange(scale.mean().ToDouble(), 0.7, 1.3);
        Near.Equal("the gradient", scale, autograd.grad([output.sum()], [input])[0]);
    }

    [Fact]
    public void Locked_dropout_acts_in_training_only_and_samples_a_new_mask_per_Step()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new LockedSteps(dtype: ScalarType.Float64);
        var input = draw.Normal(3, 4, 3);

        model.eval();
        Near.Equal("the output", model.Rnn.call(input).Item1, model.call(input).Output);
        model.train();
        var outputs = Enumerable.Range(0, 20).Select(_ => model.Step(input.select(1, 0)).Output.sum().ToDouble()).ToHashSet();
        Assert.True(outputs.Count > 5);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void Dropout_probability_out_of_range_is_an_error(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(probability), () => new LockedDropout(probability));

    private static Tensor Normalize(Tensor x, nn.Module norm)
    {
        var centred = x - x.mean([-1], keepdim: true);
        var variance = centred.square().mean([-1], keepdim: true);
        return (centred / (variance + 1e-5).sqrt() * norm.get_parameter("weight")!) + norm.get_parameter("bias")!;
    }
}
