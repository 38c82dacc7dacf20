using Spectre.Console;

namespace RnnDsl.Training;

/// <summary>The progress display: lines, and on a terminal a live bar below them.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>A live display on a terminal, plain lines elsewhere (a pipe, a file, CI).</summary>
    public static ProgressDisplay For(IAnsiConsole console) =>
        console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } } ? new LiveProgress(console) : new PlainProgress(console);

    /// <summary>Shows the display while the training runs on the calling thread.</summary>
    public abstract T Show<T>(long steps, Func<T> training);

    /// <summary>Called after each step; cheap.</summary>
    public abstract void Advance(long step, LossWindow losses);

    /// <summary>Called after a log or an evaluation.</summary>
    public abstract void Report(TrainingReport report);

    /// <summary>Prints a line verbatim, without markup.</summary>
    public abstract void WriteLine(string text);

    /// <summary>The numbers of a report on one line.</summary>
    protected static string Describe(TrainingReport report)
    {
        var line = new List<string> { $"step {report.Step.Invariant()}/{report.Steps.Invariant()}" };
        if (report.Loss is { } loss)
            line.Add($"loss {Figures.Loss(loss)}");
        line.AddRange(Metrics(report.Metrics));
        if (report.ValidationLoss is { } validation)
            line.Add($"validation {Figures.Loss(validation)}");
        if (report.Accuracy is { } accuracy)
            line.Add($"accuracy {Figures.Share(accuracy)}");
        line.AddRange(Metrics(report.ValidationMetrics));
        line.Add(Rates(report));
        line.Add($"{Figures.Time(report.Remaining)} left");
        return string.Join("  ", line);
    }

    private static IEnumerable<string> Metrics(IReadOnlyDictionary<string, double> metrics) => metrics.Select(static metric => $"{metric.Key} {Figures.Metric(metric.Value)}");

    protected static string Rates(TrainingReport report)
    {
        var steps = $"{Figures.Rate(report.StepsPerSecond)} steps/s";
        return report.TokensPerSecond > 0 ? $"{steps}  {Figures.Rate(report.TokensPerSecond)} tokens/s" : steps;
    }
}
