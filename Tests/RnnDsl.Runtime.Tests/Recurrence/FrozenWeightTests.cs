using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>The backward pass of an emitted loop with arguments that need no gradient.</summary>
public sealed class FrozenWeightTests
{
    [Theory]
    [InlineData("weight_hh_l0")]
    [InlineData("weight_ih_l0")]
    [InlineData("norm_hh_l0")]
    [InlineData("bias_ih_l0")]
    public void Frozen_weight_has_no_gradient_and_the_others_keep_theirs(string frozen)
    {
        manual_seed(1);
        using var model = new FrozenLstm(dtype: ScalarType.Float64);
        var input = randn(3, 5, 4, dtype: ScalarType.Float64);
        var expected = Gradients(model, input);

        model.Lstm.get_parameter(frozen)!.requires_grad = false;
        var found = Gradients(model, input);

        Assert.Null(found[frozen]);
        Assert.All(expected.Where(pair => pair.Key != frozen), pair => Assert.True(pair.Value!.allclose(found[pair.Key]!, 1e-12, 1e-14), pair.Key));
    }

    [Fact]
    public void Backward_pass_with_all_weights_frozen_gives_the_gradient_of_the_input()
    {
        manual_seed(1);
        using var model = new FrozenLstm(dtype: ScalarType.Float64);
        var input = randn(3, 5, 4, dtype: ScalarType.Float64, requires_grad: true);
        model.forward(input).Output.square().sum().backward();
        var expected = input.grad!.clone();
        input.grad.zero_();

        foreach (var weight in model.parameters())
        {
            weight.requires_grad = false;
        }

        model.forward(input).Output.square().sum().backward();

        Assert.True(expected.allclose(input.grad, 1e-12, 1e-14));
    }

    private static Dictionary<string, Tensor?> Gradients(FrozenLstm model, Tensor input)
    {
        model.zero_grad();
        foreach (var weight in model.parameters())
        {
            weight.grad = null;
        }

        model.forward(input).Output.square().sum().backward();
        return model.Lstm.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad?.clone());
    }
}

[SequenceModel]
[Features(4)]
[Lstm(6, LayerNorm = true)]
public partial class FrozenLstm;
