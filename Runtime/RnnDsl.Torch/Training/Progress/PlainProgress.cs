using Spectre.Console;

namespace RnnDsl.Torch;

/// <summary>One line for each report, and nothing that a log file could not hold.</summary>
internal sealed class PlainProgress(IAnsiConsole console) : ProgressDisplay
{
    public override T Show<T>(long steps, Func<T> training) => training();

    public override void Advance(long step)
    {
    }

    public override void Report(TrainingReport report) => WriteLine(Describe(report));

    // Not through the console's own writing, which breaks lines at 80 characters where it knows no width.
    public override void WriteLine(string text)
    {
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    }
}
