using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Memory;

/// <summary>Table of a task: models in rows, lengths in columns.</summary>
internal static class MemoryTable
{
    public static void Print(MemoryOptions options, MemoryTask task, IReadOnlyList<MemoryOutcome> outcomes)
    {
        Show.Line($"{task.Title}: {task.Error}, on {Show.Count(options.Validation)} validation sequences; in brackets the steps until the task was learned");
        Show.Line(Row("model", options.Lengths.Select(static length => $"T = {Show.Count(length)}")));
        Show.Line(Row("memoryless baseline (published)", options.Lengths.Select(length => Error(task.Baseline(length)))));
        foreach (var network in options.Networks)
            Show.Line(Row(network.Title, options.Lengths.Select(length => Cell(outcomes.Single(outcome => outcome.Task == task && outcome.Length == length && outcome.Network == network)))));
        Show.Line();
    }

    private static string Cell(MemoryOutcome outcome) => outcome switch
    {
        { DivergedAt: { } step } => $"diverged ({Show.Count(step)})",
        { LearnedAt: { } step } => $"{Error(outcome.Error!.Value)} ({Show.Count(step)})",
        _ => Error(outcome.Error!.Value),
    };

    private static string Row(string name, IEnumerable<string> cells) => (name.PadRight(34) + string.Concat(cells.Select(static cell => cell.PadRight(18)))).TrimEnd();

    private static string Error(double error) => error.ToString("F5", CultureInfo.InvariantCulture);
}
