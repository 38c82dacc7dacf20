using System.Globalization;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Memory;

/// <summary>The figure: for each task the error over training at one length, and the error that is left at each.</summary>
internal static class MemoryFigure
{
    private const int Grey = 6;

    public static void Save(string path, MemoryOptions options, IReadOnlyList<MemoryOutcome> outcomes) =>
        LogCurves.Save(path, [.. options.Tasks.SelectMany(task => Panels(options, task, [.. outcomes.Where(outcome => outcome.Task == task)]))]);

    private static IEnumerable<LogCurves.Panel> Panels(MemoryOptions options, MemoryTask task, IReadOnlyList<MemoryOutcome> outcomes)
    {
        var lengths = options.Lengths.Order().ToList();
        var length = lengths[lengths.Count / 2];
        var steps = outcomes.Where(outcome => outcome.Length == length).SelectMany(static outcome => outcome.History.Validation).Select(static point => (double)point.Step).DefaultIfEmpty(1).ToList();
        yield return new LogCurves.Panel(
            string.Create(CultureInfo.InvariantCulture, $"{task.Title}, T = {length}: while training"),
            "training step",
            task.Error,
            [
                Baseline("memoryless baseline", [(0, task.Baseline(length)), (steps.Max(), task.Baseline(length))]),
                .. options.Networks.Select((network, colour) => new LogCurves.Curve(
                    network.Title, colour, [.. Of(network, length).History.Validation.Select(static point => ((double)point.Step, point.Loss))])),
            ])
        {
            // Every curve begins above; and one legend is enough for both.
            Legend = LogCurves.Corner.LowerLeft,
        };
        yield return new LogCurves.Panel(
            string.Create(CultureInfo.InvariantCulture, $"{task.Title}: in the end, after {options.Steps:N0} steps at the most"),
            "length T",
            task.Error,
            [
                Baseline(null, [.. lengths.Select(length => ((double)length, task.Baseline(length)))]),
                .. options.Networks.Select((network, colour) => new LogCurves.Curve(
                    null, colour, [.. lengths.Select(length => ((double)length, Of(network, length).Error ?? double.NaN))], LogCurves.Look.Points)),
            ])
        {
            LogarithmicTicks = [.. lengths.Select(static length => (double)length)],
        };

        MemoryOutcome Of(MemoryNetwork network, int length) => outcomes.Single(outcome => outcome.Network == network && outcome.Length == length);
    }

    private static LogCurves.Curve Baseline(string? name, IReadOnlyList<(double, double)> points) => new(name, Grey, points, LogCurves.Look.Dashed);
}
