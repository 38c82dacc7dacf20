using System.Globalization;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Memory;

/// <summary>The figure: for each task the error during training at one length, and the final error by length.</summary>
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
            string.Create(CultureInfo.InvariantCulture, $"{task.Title}, T = {length}: during training"),
            "training step",
            task.Error,
            [
                Baseline([(0, task.Baseline(length)), (steps.Max(), task.Baseline(length))]),
                .. options.Networks.Select((network, colour) => new LogCurves.Curve(
                    network.Title, colour, [.. Of(network, length).History.Validation.Select(static point => ((double)point.Step, point.Loss))])),
            ]);
        yield return new LogCurves.Panel(
            string.Create(CultureInfo.InvariantCulture, $"{task.Title}: final error after at most {options.Steps:N0} steps"),
            "sequence length T",
            task.Error,
            [
                Baseline([.. lengths.Select(length => ((double)length, task.Baseline(length)))]),
                .. options.Networks.Select((network, colour) => new LogCurves.Curve(
                    network.Title, colour, [.. lengths.Select(length => ((double)length, Of(network, length).Error ?? double.NaN))], LogCurves.Look.Points)),
            ])
        {
            LogarithmicTicks = [.. lengths.Select(static length => (double)length)],
        };

        MemoryOutcome Of(MemoryNetwork network, int length) => outcomes.Single(outcome => outcome.Network == network && outcome.Length == length);
    }

    private static LogCurves.Curve Baseline(IReadOnlyList<(double, double)> points) => new("memoryless baseline", Grey, points, LogCurves.Look.Dashed);
}
