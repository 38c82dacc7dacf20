using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary>Table of errors: methods in rows, horizons in columns.</summary>
internal static class ForecastTable
{
    public static void Print(ForecastOptions options, ForecastData data, string features, IReadOnlyList<ForecastOutcome> outcomes)
    {
        var here = outcomes.Where(outcome => outcome.Features == features).ToList();
        var columns = features == ForecastCommand.Univariate ? data.Target : string.Join(", ", data.Columns);
        Show.Line($"{features}: {columns}; MSE / MAE of standardised values, over every window of the test rows");
        Show.Line(Row("steps ahead", options.Horizons.Select(static horizon => Show.Count(horizon))));
        foreach (var kind in ForecastKind.All.Where(kind => here.Any(outcome => outcome.Kind == kind)))
            Show.Line(Row(kind.Title, options.Horizons.Select(horizon => Find(kind, horizon) is { } outcome ? Errors(outcome.Errors.Mse, outcome.Errors.Mae) : "-")));
        if (data.IsEtth1 && options.Horizons.Any(horizon => PublishedErrors.Of(features, horizon) is not null))
            Show.Line(Row(PublishedErrors.Title, options.Horizons.Select(horizon => PublishedErrors.Of(features, horizon) is { } errors ? $"{Figure(errors.Mse, 3)} / {Figure(errors.Mae, 3)}" : "-")));
        foreach (var kind in ForecastKind.All.Where(kind => here.Any(outcome => outcome.Kind == kind && outcome.Coverage is not null)))
            Show.Line(Row($"{kind.Title}: {Nominal(options.Quantiles)} coverage", options.Horizons.Select(horizon => Find(kind, horizon)?.Coverage is { } share ? Show.Percent(share) : "-")));
        Show.Line();

        ForecastOutcome? Find(ForecastKind kind, int horizon) => here.Find(outcome => outcome.Kind == kind && outcome.Horizon == horizon);
    }

    /// <summary>Name of the prediction interval between the lowest and the highest quantile: its nominal coverage.</summary>
    public static string IntervalName(IReadOnlyList<double> quantiles) => $"{Nominal(quantiles)} prediction interval";

    private static string Nominal(IReadOnlyList<double> quantiles) => string.Create(CultureInfo.InvariantCulture, $"{100 * (quantiles[^1] - quantiles[0]):0.#}%");

    private static string Errors(double mse, double mae) => $"{Figure(mse, 4)} / {Figure(mae, 4)}";

    private static string Figure(double error, int digits) => error.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Row(string name, IEnumerable<string> cells) => (name.PadRight(34) + string.Concat(cells.Select(static cell => cell.PadRight(20)))).TrimEnd();
}
