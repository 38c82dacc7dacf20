using System.Globalization;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Compares tensors, and names the one that differs.</summary>
internal static class Near
{
    /// <summary>The distance that counts as equal: rounding of sums in a different order.</summary>
    public static double Tolerance(ScalarType dtype) => dtype == ScalarType.Float64 ? 1e-10 : 1e-6;

    /// <summary>Equal up to a share of the largest expected number, or of 1 where all are smaller.</summary>
    public static void Equal(string what, Tensor expected, Tensor found, double? tolerance = null)
    {
        Assert.True(expected.shape.SequenceEqual(found.shape), $"{what} should be {Shape(expected)} and is {Shape(found)}");
        Assert.True(expected.dtype == found.dtype, $"{what} should be {expected.dtype} and is {found.dtype}");
        var difference = (expected - found).abs().max().ToDouble();
        var bound = (tolerance ?? Tolerance(expected.dtype)) * Math.Max(1, expected.abs().max().ToDouble());
        Assert.True(difference <= bound, string.Create(CultureInfo.InvariantCulture, $"{what} is off by {difference:g3}, more than {bound:g3}"));
    }

    public static void Equal(string what, IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> found, double? tolerance = null)
    {
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Equal($"{what} {i}", expected[i], found[i], tolerance);
        }
    }

    /// <summary>How far apart two tensors are.</summary>
    public static double Distance(Tensor one, Tensor other) => (one - other).abs().max().ToDouble();

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
