using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>The figures of a run: forecasts with the actual values, and errors by horizon.</summary>
internal static class ForecastFigures
{
    /// <summary>Length of the history shown, in horizons.</summary>
    private const int HistoryShown = 3;

    /// <summary>Plots two windows of the test rows, at one third and two thirds, for each model.</summary>
    public static void SaveForecasts(string path, ForecastSettings settings, ForecastData data, SlidingWindows test, IReadOnlyList<(ForecastKind Kind, string Features, Forecaster Forecaster)> networks)
    {
        int[] windows = [test.Count / 3, test.Count * 2 / 3];
        ForecastIntervals.Save(path, [.. networks.SelectMany(network => windows.Select(window =>
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var (history, future) = test.Batch(window, 1);
            var row = test.FirstFuture + window;
            var title = data.TimeOf(row) is { } time ? $"{network.Kind.Title}, from {time}" : $"{network.Kind.Title}, from row {Show.Count(row)}";
            return Panel(title, data.Target, settings, network.Features, network.Forecaster, history, test.Horizon) with
            {
                Observed = Numbers(TargetIn(future, settings, network.Features), settings),
            };
        }))]);
    }

    /// <summary>A forecast of the target with its prediction interval, in the units of the file.</summary>
    private static ForecastIntervals.Panel Panel(string title, string name, ForecastSettings settings, string features, Forecaster forecaster, Tensor history, int horizon)
    {
        var known = TargetIn(history, settings, features);
        var panel = new ForecastIntervals.Panel(
            title,
            "steps after the last known value",
            name,
            Numbers(known.narrow(0, Math.Max(0, known.size(0) - (HistoryShown * horizon)), Math.Min(known.size(0), HistoryShown * horizon)), settings),
            Numbers(TargetIn(forecaster.Points(history, horizon), settings, features), settings));
        if (settings.Quantiles.Count < 2)
            return panel;
        var quantiles = forecaster.Quantiles(history, horizon);
        var (low, high) = (Numbers(TargetIn(quantiles.select(-1, 0), settings, features), settings), Numbers(TargetIn(quantiles.select(-1, -1), settings, features), settings));
        return panel with { Interval = [.. low.Zip(high)], IntervalName = ForecastTable.IntervalName(settings.Quantiles) };
    }

    /// <summary>Plots the error by step ahead at the longest horizon, one panel per set of features.</summary>
    public static void SaveErrors(string path, ForecastOptions options, IReadOnlyList<ForecastOutcome> outcomes)
    {
        var horizon = options.Horizons.Max();
        LogCurves.Save(path, [.. options.Features.Select(features => new LogCurves.Panel(
            string.Create(CultureInfo.InvariantCulture, $"{features}: forecasts of {horizon} steps"),
            "steps ahead",
            "MSE of standardised values",
            [.. ForecastKind.All.Index().SelectMany(kind => outcomes
                .Where(outcome => outcome.Features == features && outcome.Horizon == horizon && outcome.Kind == kind.Item)
                .Select(outcome => new LogCurves.Curve(
                    outcome.Kind.Title, kind.Index, [.. outcome.Errors.MseByStep.Select(static (error, step) => (step + 1d, error))], outcome.Coverage is null ? LogCurves.Look.Dashed : LogCurves.Look.Line)))]))]);
    }

    /// <summary>The target column of one window, [1, steps, columns] to [steps].</summary>
    private static Tensor TargetIn(Tensor window, ForecastSettings settings, string features) =>
        window.select(0, 0).select(1, features == ForecastCommand.Univariate ? 0 : settings.TargetColumn);

    private static double[] Numbers(Tensor standardised, ForecastSettings settings) =>
        [.. settings.ScalingOfTarget.Undo(standardised.to(ScalarType.Float64).cpu().unsqueeze(1)).squeeze(1).contiguous().data<double>()];
}
