using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

public sealed class StandardizationTests
{
    private static readonly double[,] Values = { { 1, 5, 7 }, { 3, 5, 9 }, { 1000, 5, 1000 } };

    [Fact]
    public void Statistics_use_only_the_training_rows()
    {
        var scaling = Standardization.Of(Values, ..2);
        Assert.Equal([2, 5, 8], scaling.Means);

        // A column that never changes is divided by 1.
        Assert.Equal([1, 1, 1], scaling.Deviations);
        Assert.Equal([8.0], scaling.Select(2).Means);
    }

    [Fact]
    public void Column_that_varies_only_by_rounding_counts_as_constant()
    {
        // 240 times 0.1 sum to 24.000000000000064, so each value differs from their mean.
        foreach (var value in new[] { 0.1, -0.1, 1 / 3d, 1e-300, 123_456.789, 1.7e9 + 0.1 })
        {
            foreach (var rows in new[] { 1, 2, 3, 10, 240, 8_760, 100_000 })
            {
                var constant = new double[rows, 1];
                for (var row = 0; row < rows; row++)
                    constant[row, 0] = value;
                Assert.Equal([1], Standardization.Of(constant, ..).Deviations);
            }
        }
    }

    [Fact]
    public void Column_that_varies_by_more_than_rounding_keeps_its_deviation()
    {
        var values = new double[1_000, 2];
        for (var row = 0; row < 1_000; row++)
            (values[row, 0], values[row, 1]) = (1e6 + (1e-3 * (row % 2)), 1e-12 * (row % 2));
        var scaling = Standardization.Of(values, ..);
        Assert.Equal(5e-4, scaling.Deviations[0], 1e-9);
        Assert.Equal(5e-13, scaling.Deviations[1], 1e-18);
    }

    [Fact]
    public void Column_constant_in_training_stays_small_when_standardised()
    {
        using var scope = NewDisposeScope();
        var values = new double[300, 1];
        for (var row = 0; row < 300; row++)
            values[row, 0] = row < 240 ? 0.1 : 0.12;
        var series = Standardization.Of(values, ..240).Apply(tensor(values)).to(ScalarType.Float32);
        using var windows = new SlidingWindows(series, history: 24, horizon: 12, futures: 236..);

        Assert.InRange(ForecastErrors.Of(windows, static history => NaiveForecast.Last(history, 12)).Mse, 0, 0.001);
    }

    [Fact]
    public void Another_number_of_columns_is_an_error()
    {
        using var scope = NewDisposeScope();
        var scaling = Standardization.Of(Values, ..);
        Assert.StartsWith("Values of 3 columns are [..., 3]; these are [4, 1].", Assert.Throws<ArgumentException>(() => scaling.Apply(zeros(4, 1))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Values of 1 columns are [..., 1]; these are [4, 2].", Assert.Throws<ArgumentException>(() => scaling.Select(0).Undo(zeros(4, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Undo_inverts_Apply()
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
