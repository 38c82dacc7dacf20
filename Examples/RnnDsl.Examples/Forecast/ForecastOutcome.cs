using RnnDsl.Forecasting;

namespace RnnDsl.Examples.Forecast;

/// <summary>How well one kind of forecast does on the test rows.</summary>
/// <param name="Features">Of which series.</param>
/// <param name="Horizon">Over how many steps.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="Errors">On standardised values.</param>
/// <param name="Coverage">The share of truths between its lowest and its highest quantile; <c>null</c> where it has none.</param>
internal sealed record ForecastOutcome(string Features, int Horizon, ForecastKind Kind, ForecastErrors Errors, double? Coverage = null)
{
    /// <summary>What the results call a figure of it, such as <c>univariateLinearMse24</c>; those of the direct network have no name of their own.</summary>
    public string Metric(string figure) => FormattableString.Invariant($"{Features}{Kind.Metric}{figure}{Horizon}");
}

/// <summary>A kind of forecast.</summary>
/// <param name="Title">What tables and figures call it.</param>
/// <param name="Metric">What the results call it.</param>
internal sealed record ForecastKind(string Title, string Metric)
{
    public static ForecastKind Direct { get; } = new("LSTM, direct", "");

    public static ForecastKind Recursive { get; } = new("LSTM, recursive", "Recursive");

    public static ForecastKind Naive { get; } = new("naive", "Naive");

    public static ForecastKind SeasonalNaive { get; } = new("seasonal naive", "SeasonalNaive");

    public static ForecastKind Linear { get; } = new("linear (ridge)", "Linear");

    /// <summary>In the order of tables.</summary>
    public static IReadOnlyList<ForecastKind> All { get; } = [Direct, Recursive, Linear, SeasonalNaive, Naive];

    public static ForecastKind Of(ForecastModel model) => model.Mode == ForecastCommand.Direct ? Direct : Recursive;
}
