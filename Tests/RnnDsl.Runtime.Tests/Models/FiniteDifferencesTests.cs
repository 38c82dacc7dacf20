using TorchSharp;
using Xunit;
using Xunit.Sdk;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Comparing all tensors along one direction finds a wrong gradient of any of them, and names it.</summary>
public sealed class FiniteDifferencesTests
{
    private delegate void Comparison(nn.Module module, Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> forward, Tensor input, Tensor[] states, Draw draw);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Right_gradients_pass(bool isSecond)
    {
        using var scope = NewDisposeScope();
        Compare(isSecond, error: 0);
    }

    [Theory]
    [InlineData(false, 1e-4)]
    [InlineData(false, -1)]
    [InlineData(true, 1e-2)]
    [InlineData(true, -1)]
    public void A_wrong_gradient_is_named(bool isSecond, double error)
    {
        using var scope = NewDisposeScope();
        Assert.Contains("second: the gradient says", Assert.ThrowsAny<XunitException>(() => Compare(isSecond, error)).Message, StringComparison.Ordinal);
    }

    private static void Compare(bool isSecond, double error)
    {
        using var draw = new Draw();
        using var module = new Products(error);
        draw.Fill(module);
        Comparison comparison = isSecond ? FiniteDifferences.ConfirmSecond : FiniteDifferences.Confirm;
        comparison(module, (input, states) => (module.call(input), states!), draw.Normal(2, 3), [draw.Normal(2)], draw);
    }

    /// <summary>A product with three parameters. The gradient of the second has an error, which its value has not.</summary>
    private sealed class Products : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Parameter _first = nn.Parameter(ones(3, dtype: ScalarType.Float64));
        private readonly TorchSharp.Modules.Parameter _second = nn.Parameter(ones(3, dtype: ScalarType.Float64));
        private readonly TorchSharp.Modules.Parameter _third = nn.Parameter(ones(3, dtype: ScalarType.Float64));
        private readonly double _error;

        public Products(double error) : base(nameof(Products))
        {
            _error = error;
            register_parameter("first", _first);
            register_parameter("second", _second);
            register_parameter("third", _third);
        }

        public override Tensor forward(Tensor input) =>
            (input * _first * _second * _third) + (_error * (_second - _second.detach()) * input);
    }
}
