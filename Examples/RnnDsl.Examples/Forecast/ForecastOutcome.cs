using RnnDsl.Forecasting;

namespace RnnDsl.Examples.Forecast;

/// <summary>Errors of one forecast method on the test rows.</summary>
/// <param name="Features">Univariate or multivariate.</param>
/// <param name="Horizon">Forecast horizon, in steps.</param>
/// <param name="Kind">The method.</param>
/// <param name="Errors">Errors of standardised values.</param>
/// <param name="Coverage">Fraction of actual values inside the prediction interval; <c>null</c> without quantiles.</param>
internal sealed record ForecastOutcome(string Features, int Horizon, ForecastKind Kind, ForecastErrors Errors, double? Coverage = null)
{
    /// <summary>The name of a metric in the results, such as <c>univariateLinearMse24</c>; the direct model has no infix.</summary>
    public string Metric(string figure) => FormattableString.Invariant($"{Features}{Kind.Metric}{figure}{Horizon}");
}

/// <summary>A forecast method.</summary>
/// <param name="Title">Name in tables and figures.</param>
/// <param name="Metric">Name in the results.</param>
internal sealed record ForecastKind(string Title, string Metric)
{
    public static ForecastKind Direct { get; } = new("LSTM, direct", "");

    public static ForecastKind Recursive { get; } = new("LSTM, recursive", "Recursive");

    public static ForecastKind Naive { get; } = new("naive", "Naive");

    public static ForecastKind SeasonalNaive { get; } = new("seasonal naive", "SeasonalNaive");

    public static ForecastKind Linear { get; } = new("linear (ridge)", "Linear");

    /// <summary>All methods, in the order of tables.</summary>
    public static IReadOnlyList<ForecastKind> All { get; } = [Direct, Recursive, Linear, SeasonalNaive, Naive];

    public static ForecastKind Of(ForecastModel model) => model.Mode == ForecastCommand.Direct ? Direct : Recursive;
}
