using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using RnnDsl.Torch;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>Evaluation of models and baselines on every window of the test rows.</summary>
internal static class ForecastEvaluation
{
    /// <summary>Coverage is measured on one window per day: simulating every window would take longer than training.</summary>
    private const int CoverageEvery = 24;

    /// <summary>Batch size of the simulation, in windows.</summary>
    private const int CoverageBatch = 20;

    /// <summary>Evaluates a trained model in evaluation mode.</summary>
    public static ForecastOutcome Of(Forecaster forecaster, ForecastKind kind, string features, SlidingWindows test, IReadOnlyList<double> quantiles) => new(
        features,
        test.Horizon,
        kind,
        ForecastErrors.Of(test, history => forecaster.Points(history, test.Horizon)),
        quantiles.Count < 2 ? null : Coverage(forecaster, test));

    /// <summary>Evaluates the baselines.</summary>
    public static IEnumerable<ForecastOutcome> Baselines(string features, int season, SlidingWindows training, SlidingWindows validation, SlidingWindows test)
    {
        using var linear = LinearForecast.Fit(training, validation);
        yield return new(features, test.Horizon, ForecastKind.Linear, ForecastErrors.Of(test, linear.Predict));
        yield return new(features, test.Horizon, ForecastKind.SeasonalNaive, ForecastErrors.Of(test, history => NaiveForecast.Seasonal(history, test.Horizon, season)));
        yield return new(features, test.Horizon, ForecastKind.Naive, ForecastErrors.Of(test, history => NaiveForecast.Last(history, test.Horizon)));
    }

    private static double Coverage(Forecaster forecaster, SlidingWindows test)
    {
        using var noGrad = no_grad();
        var inside = 0d;
        var windows = Enumerable.Range(0, (test.Count + CoverageEvery - 1) / CoverageEvery).Select(static day => (long)day * CoverageEvery).ToArray();
        foreach (var numbers in ProgressLine.Over("Measuring the coverage", [.. windows.Chunk(CoverageBatch)]))
        {
            using var scope = NewDisposeScope();
            var (history, future) = test.Batch(numbers);
            inside += numbers.Length * QuantileForecast.Coverage(forecaster.Quantiles(history, test.Horizon), future);
        }
        return inside / windows.Length;
    }
}
