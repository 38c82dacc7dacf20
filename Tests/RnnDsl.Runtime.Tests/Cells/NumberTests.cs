using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Cells;

[Cell("h_t = (1 - β) h_{t-1} + Δt β tanh(W · x_t + ρ (W_res · h_{t-1}))", Constants = "Δt = 0.5, ρ = 0.9")]
[CellParameter("β", ParameterInitialization.Constant, Value = 0.3, Scalar = true)]
[CellParameter("W_res", ParameterInitialization.Orthogonal, Trainable = false)]
public partial class Reservoir;

[SequenceModel, Features(3), Recurrent(typeof(Reservoir), 8, Name = "cell")]
public partial class ReservoirModel;

[SequenceModel, Features(3), Recurrent(typeof(Reservoir), 8, Constants = "Δt = 2", Name = "cell")]
public partial class FasterReservoirModel;

[SequenceModel, Features(3), Recurrent(typeof(Reservoir), 8, Layers = 2, Bidirectional = true, Constants = "ρ = 0.25, Δt = 1", Name = "cell")]
public partial class DeepReservoirModel;

/// <summary>Learned numbers, constants that layers set, and parameters that are not trained.</summary>
public sealed class NumberTests
{
    [Fact]
    public void Learned_number_is_a_parameter_of_one_element()
    {
        using var model = new DeepReservoirModel();

        Assert.All(model.named_parameters().Where(pair => pair.name.Contains("beta", StringComparison.Ordinal)), pair => Assert.Equal([1L], pair.parameter.shape));
        Assert.Equal(0.3, model.Cell.Layer(1, reverse: true)["beta"].item<float>(), 6);
    }

    public static TheoryData<double, double> Constants => new() { { 0.5, 0.9 }, { 2, 0.9 } };

    [Theory]
    [MemberData(nameof(Constants))]
    public void Output_and_gradients_equal_the_equation_with_the_constants_of_the_layer(double step, double radius)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using IDisposable model = step == 2 ? new FasterReservoirModel(dtype: ScalarType.Float64) : new ReservoirModel(dtype: ScalarType.Float64);
        var module = (nn.Module)model;
        var input = draw.Normal(5, 7, 3);
        var parameters = module.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        var (beta, w, fixedWeight) = (parameters["cell.beta_l0"], parameters["cell.W_l0"], parameters["cell.W_res_l0"]);
        var h = zeros(5, 8, dtype: ScalarType.Float64);
        for (var t = 0; t < 7; t++)
        {
            h = ((1 - beta) * h) + (step * beta * tanh(input[TensorIndex.Colon, t].matmul(w.t()) + (radius * h.matmul(fixedWeight.t()))));
        }

        h.square().sum().backward();
        var (betaGradient, wGradient) = (beta.grad!.clone(), w.grad!.clone());
        foreach (var run in new Action<Action>[] { static body => body(), static body => KernelSwitch.Off(() => { body(); return 0; }) })
        {
            module.zero_grad();
            run(() =>
            {
                var output = model is FasterReservoirModel faster ? faster.forward(input).Output : ((ReservoirModel)model).forward(input).Output;
                Near.Equal("the last output", h, output.select(1, -1), 1e-12);
                output.select(1, -1).square().sum().backward();
            });

            Near.Equal("the gradient of β", betaGradient, beta.grad!, 1e-10);
            Near.Equal("the gradient of W", wGradient, w.grad!, 1e-10);
            Assert.Null(fixedWeight.grad);
        }
    }

    [Fact]
    public void Fixed_parameter_is_saved_counts_as_frozen_and_stays_under_an_optimiser()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new ReservoirModel();
        model.to(ScalarType.Float64);
        var summary = model.Summary();
        var before = model.state_dict()["cell.W_res_l0"].clone();
        var trained = model.Cell.Layer(0)["W"].clone();
        using var optimizer = optim.AdamW(model.parameters(), 0.1, weight_decay: 0.5);

        model.forward(draw.Normal(2, 4, 3)).Output.sum().backward();
        optimizer.step();

        Near.Equal("the fixed matrix", before, model.Cell.Layer(0)["W_res"], 0);
        Assert.False(model.Cell.Layer(0)["W_res"].requires_grad);
        Assert.True((trained - model.Cell.Layer(0)["W"]).abs().max().item<double>() > 0.01);
        Assert.Equal((64, 24 + 1), (summary.Frozen, summary.Trainable));
        Near.Equal("W_res · W_resᵀ", eye(8, dtype: ScalarType.Float64), before.mm(before.t()), 1e-6);
    }
}
