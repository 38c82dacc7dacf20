using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

public sealed class ForecastErrorsTests
{
    [Fact]
    public void Naive_forecast_error_on_a_line_equals_the_number_of_steps()
    {
        using var scope = NewDisposeScope();
        var series = arange(50).to(ScalarType.Float32).unsqueeze(1).repeat(1, 2);
        using var windows = new SlidingWindows(series, history: 5, horizon: 3, futures: ..);

        // In batches of any size, the last one smaller.
        foreach (var batch in new[] { 1, 4, 500 })
        {
            var errors = ForecastErrors.Of(windows, history => NaiveForecast.Last(history, 3), batch);
            Assert.Equal([1, 4, 9], errors.MseByStep);
            Assert.Equal(14 / 3d, errors.Mse, 1e-12);
            Assert.Equal(2, errors.Mae, 1e-12);
        }
    }

    [Fact]
    public void Seasonal_naive_forecast_repeats_the_last_season()
    {
        using var scope = NewDisposeScope();
        var history = tensor([1f, 2, 3, 4, 5]).reshape(1, 5, 1);
        Assert.Equal([3f, 4, 5, 3, 4, 5, 3], NaiveForecast.Seasonal(history, horizon: 7, season: 3).flatten().data<float>());
        Assert.Equal([5f, 5], NaiveForecast.Last(history, horizon: 2).flatten().data<float>());
        Assert.Contains("A history of 5 steps is shorter than a season of 6.", Assert.Throws<ArgumentException>(() => NaiveForecast.Seasonal(history, 1, 6)).Message, StringComparison.Ordinal);

        var wave = (arange(100) % 3).to(ScalarType.Float32).unsqueeze(1);
        using var windows = new SlidingWindows(wave, history: 5, horizon: 7, futures: ..);
        Assert.Equal(0, ForecastErrors.Of(windows, history => NaiveForecast.Seasonal(history, 7, 3)).Mse);
        Assert.NotEqual(0, ForecastErrors.Of(windows, history => NaiveForecast.Last(history, 7)).Mse);
    }

    [Fact]
    public void Forecast_of_another_shape_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var windows = new SlidingWindows(zeros(20, 1), history: 5, horizon: 3, futures: ..);
        Assert.Throws<ArgumentException>(() => ForecastErrors.Of(windows, history => NaiveForecast.Last(history, 3).expand(-1, -1, 2)));

        // These would be broadcast to the shape of the futures.
        var found = new Func<Tensor, Tensor>[]
        {
            static history => zeros(1), static history => zeros(history.size(0), 1, 1), static history => zeros(history.size(0), 3), static history => zeros(1, 3, 1),
        };
        foreach (var forecast in found)
        {
            var error = Assert.Throws<ArgumentException>(() => ForecastErrors.Of(windows, forecast));
            Assert.StartsWith("A forecast must be [13, 3, 1] (batch, horizon, columns); this one is [", error.Message, StringComparison.Ordinal);
        }

        Assert.StartsWith("Histories are [batch, history, columns]; these are [5, 2].", Assert.Throws<ArgumentException>(() => NaiveForecast.Last(zeros(5, 2), 1)).Message, StringComparison.Ordinal);
    }
}
