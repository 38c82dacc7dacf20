using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Methods and modules that the model's author has written.</summary>
public sealed class UserCodeTests
{
    [Fact]
    public void User_methods_are_called_in_declaration_order()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new OwnMethods(dtype: ScalarType.Float64);
        var input = draw.Normal(2, 4, 3);

        var steps = model.Rnn.call(input * 0.5).Item1;
        var pairs = cat([steps, steps.square()], -1);

        Near.Equal("the output", model.Linear.call(pairs - pairs.mean([1], keepdim: true)), model.call(input).Output);
    }

    [Fact]
    public void User_modules_are_registered_by_name_with_dtype_and_device_of_the_model()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new OwnModules(device: CPU, dtype: ScalarType.Float64);
        var input = draw.Normal(2, 4, 3);

        Assert.Equal(ScalarType.Float64, model.state_dict()["gate.weights.weight"].dtype);
        var weights = model.state_dict();
        var gated = input * (input.matmul(weights["gate.weights.weight"].t()) + weights["gate.weights.bias"]).sigmoid();
        var steps = model.Rnn.call(gated).Item1;
        Near.Equal("the output", cat([steps, zeros(2, 4, 2, dtype: ScalarType.Float64)], -1), model.call(input).Output);
    }

    [Fact]
    public void User_method_that_returns_another_shape_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var model = new WrongMethods();

        Assert.Equal(
            "WrongMethods.Widen is declared with output [2, 4, 5] here and returned [2, 4, 6]. Return that shape, or declare the features that it returns.",
            Assert.Throws<InvalidOperationException>(() => model.call(zeros(2, 4, 3))).Message);
        Assert.Equal(
            "WrongMethods.Widen is declared with output [2, 5] here and returned [2, 6]. Return that shape, or declare the features that it returns.",
            Assert.Throws<InvalidOperationException>(() => model.Step(zeros(2, 3))).Message);
        Assert.StartsWith(
            "WrongModules.gate is declared with output [2, 4, 7] here and returned [2, 4, 3].",
            Assert.Throws<InvalidOperationException>(() => new WrongModules(7).call(zeros(2, 4, 3))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void User_method_that_needs_a_time_dimension_is_an_error_in_Step()
    {
        using var scope = NewDisposeScope();
        using var model = new OneStepLater();

        Assert.Equal([4, 2, 5], model.call(zeros(4, 2, 3)).Output.shape);
        Assert.Equal(
            "OneStepLater.Shift is declared with output [4, 3] here and returned [3, 3]. Return that shape, or declare the features that it returns. "
                + "Step calls it with one time step, [batch, features], and forward with whole sequences, [batch, time, features]: it must not rely on a time dimension.",
            Assert.Throws<InvalidOperationException>(() => model.Step(zeros(4, 3))).Message);
    }
}

[SequenceModel, Features(3), Apply(nameof(Shift)), Rnn(5)]
public partial class OneStepLater
{
    private static Tensor Shift(Tensor x) => nn.functional.pad(x, (0, 0, 1, 0)).narrow(-2, 0, x.size(1));
}

[SequenceModel, Features(3), Rnn(5), Apply(nameof(Widen))]
public partial class WrongMethods
{
    private static Tensor Widen(Tensor x) => nn.functional.pad(x, (0, 1));
}

[SequenceModel, Features(3), Module(typeof(Gate), "features", Name = "gate"), Rnn(5)]
public partial class WrongModules;
