using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

public sealed class LinearForecastTests
{
    [Fact]
    public void It_finds_the_law_of_a_linear_recurrence_for_each_column()
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
    public void Noise_gets_the_largest_penalty_and_is_told_as_its_mean()
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
