using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary>Chronological split into training, validation and test rows.</summary>
internal sealed record ForecastSplit(Range Training, Range Validation, Range Test)
{
    // Months of 30 days of 24 hours.
    private const int Month = 30 * 24;

    private static readonly string[] EttColumns = ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"];

    /// <summary>
    /// 12, 4 and 4 months of the hourly ETT series, as in Informer (Zhou et al. 2021), without the rest; 60%, 20% and 20% of other series.
    /// </summary>
    public static ForecastSplit Of(IReadOnlyList<string> columns, int rows) =>
        columns.SequenceEqual(EttColumns) && rows >= 20 * Month ? After(12 * Month, 16 * Month, 20 * Month) : After(rows * 3 / 5, rows * 4 / 5, rows);

    public override string ToString() => $"training: {Rows(Training)}; validation: {Rows(Validation)}; test: {Rows(Test)}";

    private static ForecastSplit After(int training, int validation, int test) => new(..training, training..validation, validation..test);

    private static string Rows(Range range) => $"{Show.Count(range.Start.Value)} to {Show.Count(range.End.Value - 1)}";
}
