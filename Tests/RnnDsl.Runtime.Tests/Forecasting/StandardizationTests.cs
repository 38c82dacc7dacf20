using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

public sealed class StandardizationTests
{
    private static readonly double[,] Values = { { 1, 5, 7 }, { 3, 5, 9 }, { 1000, 5, 1000 } };

    [Fact]
    public void Only_the_rows_that_are_learned_from_count()
    {
        var scaling = Standardization.Of(Values, ..2);
        Assert.Equal([2, 5, 8], scaling.Means);

        // A column that never changes is divided by 1.
        Assert.Equal([1, 1, 1], scaling.Deviations);
        Assert.Equal([8.0], scaling.Select(2).Means);
    }

    [Fact]
    public void There_and_back_is_nowhere()
    {
        using var scope = NewDisposeScope();
        var scaling = Standardization.Of(Values, ..);
        var values = tensor(Values);
        var standardised = scaling.Apply(values);
        Assert.Equal(0, standardised.mean().item<double>(), 1e-12);
        Assert.Equal(1, standardised.select(1, 0).square().mean().item<double>(), 1e-12);
        Assert.True(scaling.Undo(standardised.unsqueeze(0)).allclose(values.unsqueeze(0)));
    }
}
