using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Cells;

/// <summary>Of the weights of equations, WeightDrop drops those that multiply a state, and no others: in a sequence, and in a step.</summary>
public sealed class WeightDropTests
{
    [Fact]
    public void Weight_drop_spares_columns_that_multiply_the_input()
    {
        using var scope = NewDisposeScope();
        using var plain = new DropBesideInput(dtype: ScalarType.Float64);
        Confirm(plain, input => plain.forward(input).Output, (input, state) => plain.Step(input, new(state)).Output, size: 6);

        using var between = new DropBetweenInputs(dtype: ScalarType.Float64);
        Confirm(between, input => between.forward(input).Output, (input, state) => between.Step(input, new(state)).Output, size: 6);
    }

    [Fact]
    public void Weight_drop_of_a_shared_matrix_spares_its_input_projection()
    {
        using var scope = NewDisposeScope();
        using var model = new DropOfShared(dtype: ScalarType.Float64);
        Confirm(model, input => model.forward(input).Output, (input, state) => model.Step(input, new(state)).Output, size: 5);
    }

    /// <summary>From a state of zeros, weights of the state make no difference; from any other they do.</summary>
    private static void Confirm(nn.Module model, Func<Tensor, Tensor> run, Func<Tensor, Tensor, Tensor> step, long size)
    {
        using var draw = new Draw();
        draw.Fill(model);
        var input = draw.Normal(2, 5);
        var (zero, state) = (zeros(1, 2, size, ScalarType.Float64), draw.Normal(1, 2, size));
        model.eval();
        var (expected, other) = (step(input, zero), step(input, state));
        model.train();

        Near.Equal("a sequence of one step", expected, run(input.unsqueeze(1)).squeeze(1), 1e-12);
        Near.Equal("a step", expected, step(input, zero), 1e-12);
        Assert.False(step(input, state).allclose(other), "No weight of the state was dropped.");
    }
}

[Cell("h_t = relu(W · [h_{t-1}, x_t] + b)")]
public partial class BesideInput;

[Cell("h_t = softplus(W · [x_t, h_{t-1} ⊙ h_{t-1}, h_{t-1}, x_t])")]
public partial class BetweenInputs;

[Cell("h_t = softplus(W · x_t + W · h_{t-1})")]
public partial class Shared;

[SequenceModel, Features(5), Recurrent(typeof(BesideInput), 6, WeightDrop = 0.6, Name = "cell")]
public partial class DropBesideInput;

[SequenceModel, Features(5), Recurrent(typeof(BetweenInputs), 6, WeightDrop = 0.6, Name = "cell")]
public partial class DropBetweenInputs;

[SequenceModel, Features(5), Recurrent(typeof(Shared), 5, WeightDrop = 0.6, Name = "cell")]
public partial class DropOfShared;
