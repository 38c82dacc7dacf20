using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

public sealed class LinearForecastTests
{
    [Fact]
    public void Linear_recurrence_of_each_column_is_recovered()
    {
        // Sums of two waves follow a linear law exactly: columns of different periods and levels, the second falling all the while.
        using var scope = NewDisposeScope();
        var time = arange(600).to(ScalarType.Float64);
        var series = stack([(time * 0.3).sin() + (time * 0.11).cos() + 5, (time * 0.2).sin() - (0.01 * time)], 1).to(ScalarType.Float32);
        using var training = new SlidingWindows(series, history: 12, horizon: 4, futures: ..360);
        using var validation = new SlidingWindows(series, history: 12, horizon: 4, futures: 360..480);
        using var test = new SlidingWindows(series, history: 12, horizon: 4, futures: 480..);
        using var linear = LinearForecast.Fit(training, validation);

        Assert.Equal([1e-4, 1e-4], linear.ChosenPenalties);
        Assert.True(ForecastErrors.Of(test, linear.Predict).Mse < 1e-3);
        Assert.True(ForecastErrors.Of(test, history => NaiveForecast.Last(history, 4)).Mse > 0.1);
    }

    [Fact]
    public void Histories_of_another_width_or_length_are_errors()
    {
        using var scope = NewDisposeScope();
        using var training = new SlidingWindows(randn(60, 1), history: 5, horizon: 2, futures: ..);
        using var wide = new SlidingWindows(randn(60, 2), history: 5, horizon: 2, futures: ..);
        using var longer = new SlidingWindows(randn(60, 1), history: 6, horizon: 2, futures: ..);
        using var linear = LinearForecast.Fit(training, training);

        Assert.Equal([3L, 2, 1], linear.Predict(zeros(3, 5, 1)).shape);
        foreach (var shape in new long[][] { [3, 5, 2], [3, 6, 1], [3, 5], [3, 1, 1] })
        {
            var error = Assert.Throws<ArgumentException>(() => linear.Predict(zeros(shape)));
            Assert.StartsWith($"Histories are [batch, 5, 1], as long and as wide as those that were fitted; these are [{string.Join(", ", shape)}].", error.Message, StringComparison.Ordinal);
        }

        Assert.StartsWith("Validation windows have the history, horizon and columns of the training windows, 5, 2 and 1; these have 5, 2 and 2.", Assert.Throws<ArgumentException>(() => LinearForecast.Fit(training, wide)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Validation windows have", Assert.Throws<ArgumentException>(() => LinearForecast.Fit(training, longer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_gets_a_large_penalty_and_is_forecast_as_its_mean()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var noise = randn(400, 1);
        using var training = new SlidingWindows(noise, history: 20, horizon: 1, futures: ..100);
        using var validation = new SlidingWindows(noise, history: 20, horizon: 1, futures: 100..250);
        using var test = new SlidingWindows(noise, history: 20, horizon: 1, futures: 250..);
        using var linear = LinearForecast.Fit(training, validation);
        Assert.True(linear.ChosenPenalties[0] >= 0.1);
        Assert.InRange(ForecastErrors.Of(test, linear.Predict).Mse, 0.8, 1.5);
    }
}
