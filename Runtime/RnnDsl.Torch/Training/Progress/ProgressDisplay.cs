using Spectre.Console;

namespace RnnDsl.Torch;

/// <summary>Shows how training goes on: lines, and on a terminal a live line below them.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>A live display where there is a terminal to draw on, plain lines where there is none (a pipe, a file, CI).</summary>
    public static ProgressDisplay For(IAnsiConsole console) =>
        console.Profile is { Out.IsTerminal: true, Capabilities: { Ansi: true, Interactive: true } } ? new LiveProgress(console) : new PlainProgress(console);

    /// <summary>Runs the training with the display up, on the calling thread.</summary>
    public abstract T Show<T>(long steps, Func<T> training);

    /// <summary>A step was done; cheap enough to call after each.</summary>
    public abstract void Advance(long step);

    /// <summary>A log or an evaluation came in.</summary>
    public abstract void Report(TrainingReport report);

    /// <summary>Prints a line as it is; brackets are no markup.</summary>
    public abstract void WriteLine(string text);

    /// <summary>The figures of a report on one line.</summary>
    protected static string Describe(TrainingReport report)
    {
        var line = new List<string> { $"step {report.Step.Invariant()}/{report.Steps.Invariant()}" };
        if (report.Loss is { } loss)
            line.Add($"loss {Figures.Loss(loss)}");
        if (report.HeldOutLoss is { } heldOut)
            line.Add($"held-out {Figures.Loss(heldOut)}");
        if (report.Accuracy is { } accuracy)
            line.Add($"accuracy {Figures.Share(accuracy)}");
        line.Add(Rates(report));
        line.Add($"{Figures.Time(report.Remaining)} left");
        return string.Join("  ", line);
    }

    protected static string Rates(TrainingReport report)
    {
        var steps = $"{Figures.Rate(report.StepsPerSecond)} steps/s";
        return report.TokensPerSecond > 0 ? $"{steps}  {Figures.Rate(report.TokensPerSecond)} tokens/s" : steps;
    }
}
