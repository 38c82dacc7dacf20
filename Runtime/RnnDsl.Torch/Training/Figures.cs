using System.Globalization;

namespace RnnDsl.Training;

/// <summary>Number formats of console output and messages, in the invariant culture.</summary>
internal static class Figures
{
    public static string Invariant(this long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Invariant(this int count) => ((long)count).Invariant();

    public static string Loss(double loss) => loss.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>An accuracy behind a loss, where there is one.</summary>
    public static string Accuracy(double? accuracy) => accuracy is { } share ? $", accuracy {Share(share)}" : "";

    public static string Share(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture) + "%";

    /// <summary>Metrics behind a loss, where there are any.</summary>
    public static string Metrics(IReadOnlyDictionary<string, double> metrics) => string.Concat(metrics.Select(static metric => $", {metric.Key} {Metric(metric.Value)}"));

    /// <summary>A metric of unknown range: four decimals, or four digits of a small or large number.</summary>
    public static string Metric(double value) =>
        value.ToString(Math.Abs(value) is 0 or (>= 0.001 and < 100_000) ? "F4" : "G4", CultureInfo.InvariantCulture);

    public static string Rate(double perSecond) => perSecond switch
    {
        >= 10_000 => (perSecond / 1_000).ToString("F1", CultureInfo.InvariantCulture) + "k",
        >= 100 => perSecond.ToString("F0", CultureInfo.InvariantCulture),
        _ => perSecond.ToString("G3", CultureInfo.InvariantCulture),
    };

    public static string Time(TimeSpan time) => time.TotalDays >= 1
        ? time.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)
        : time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
}
