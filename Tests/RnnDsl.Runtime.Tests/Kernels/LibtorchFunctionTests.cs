using RnnDsl.Kernels;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Functions and products over infinity, NaN, zero and denormal numbers come out as libtorch has them.</summary>
public class LibtorchFunctionTests
{
    private static readonly double[] Special =
    [
        0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1e-42, -1e-42, 5e-324, -5e-324, 1e38, -1e38, 1e308, -1e308, 19.999, 20, 20.001, 88.7, 89, -87, -88, -103, -104, 709.7,
        710, -708, -745, -746,
    ];

    [Fact]
    public void Exp_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Exp, Lanes.Exp, static x => x.exp()));

    [Fact]
    public void Log_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Log, Lanes.Log, static x => x.log()));

    [Fact]
    public void Tanh_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Tanh, Lanes.Tanh, static x => x.tanh()));

    [Fact]
    public void Softplus_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Softplus, Lanes.Softplus, static x => nn.functional.softplus(x)));

    [Fact]
    public void Relu_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Relu, Lanes.Relu, static x => x.relu()));

    [Fact]
    public void Sigmoid_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Sigmoid, Lanes.Sigmoid, static x => x.sigmoid()));

    [Fact]
    public void Sin_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Sin, Lanes.Sin, static x => x.sin()));

    [Fact]
    public void Cos_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Cos, Lanes.Cos, static x => x.cos()));

    [Fact]
    public void Erf_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Erf, Lanes.Erf, static x => x.erf()));

    [Fact]
    public void Sign_of_special_numbers_is_that_of_libtorch() => Check(new Function(Lanes.Sign, Lanes.Sign, static x => x.sign()));

    [Fact]
    public void Products_with_infinity_and_NaN_are_those_of_libtorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (a, w) = (randn(7, 9), randn(21, 9));
        a[1, 2] = float.PositiveInfinity;
        a[3, 0] = float.NaN;
        w[5, 2] = 0f;
        w[20, 8] = float.NegativeInfinity;
        var weights = new PackedMatrix<float>();
        weights.Pack(w.data<float>().ToArray(), 21, 9, 9, transposed: false);
        var c = new float[7 * 21];
        Product.Multiply(a.data<float>().ToArray(), 9, weights, c, 21, 7, accumulates: false);
        var expected = a.mm(w.t()).data<float>().ToArray();
        for (var i = 0; i < c.Length; i++)
            Assert.True(expected[i].Equals(c[i]) || Math.Abs(expected[i] - c[i]) < 1e-5, $"Element {i}: {expected[i]}, not {c[i]}.");
    }

    private static void Check(Function function)
    {
        using var scope = NewDisposeScope();
        float[] singles = [.. Special.Select(static x => (float)x)];
        var expected = function.Libtorch(tensor(singles)).data<float>().ToArray();
        for (var i = 0; i < singles.Length; i++)
            Same(singles[i], expected[i], LaneValues.Of<Lane256F, float>(singles[i], x => function.Single(x)), 1.1754944e-38, 1e-6);
        var precise = function.Libtorch(tensor(Special)).data<double>().ToArray();
        for (var i = 0; i < Special.Length; i++)
            Same(Special[i], precise[i], LaneValues.Of<Lane256D, double>(Special[i], x => function.Double(x)), 2.2250738585072014e-308, 1e-15);

        // Where libtorch's results are denormal, some of them are flushed to zero: LaneFunctionTests compare those with the exact values.
        static void Same(double x, double expected, double actual, double denormal, double relative) => Assert.True(
            double.IsFinite(expected) && (expected != 0 || actual != 0)
                ? Math.Abs(actual - expected) <= Math.Max(denormal, relative * Math.Abs(expected))
                : expected.Equals(actual) && (double.IsNaN(expected) || double.IsNegative(expected) == double.IsNegative(actual)),
            $"of {x:R}: {expected:R}, not {actual:R}");
    }

    private sealed record Function(Func<Lane256F, Lane256F> Single, Func<Lane256D, Lane256D> Double, Func<Tensor, Tensor> Libtorch);
}
