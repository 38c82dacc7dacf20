using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary>Which rows are learned from, which are looked at on the way, and by which the forecasts are judged: one after the other in time.</summary>
internal sealed record ForecastSplit(Range Training, Range Validation, Range Test)
{
    // Months of 30 days of 24 hours.
    private const int Month = 30 * 24;

    private static readonly string[] EttColumns = ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"];

    /// <summary>
    /// Of the hourly ETT series 12, 4 and 4 months, as Informer takes them (Zhou et al. 2021), and the rest is not used; of others three fifths, a
    /// fifth and a fifth.
    /// </summary>
    public static ForecastSplit Of(IReadOnlyList<string> columns, int rows) =>
        columns.SequenceEqual(EttColumns) && rows >= 20 * Month ? After(12 * Month, 16 * Month, 20 * Month) : After(rows * 3 / 5, rows * 4 / 5, rows);

    public override string ToString() => $"training: {Rows(Training)}; validation: {Rows(Validation)}; test: {Rows(Test)}";

    private static ForecastSplit After(int training, int validation, int test) => new(..training, training..validation, validation..test);

    private static string Rows(Range range) => $"{Show.Count(range.Start.Value)} to {Show.Count(range.End.Value - 1)}";
}
