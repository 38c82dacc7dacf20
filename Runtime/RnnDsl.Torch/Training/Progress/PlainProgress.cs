using Spectre.Console;

namespace RnnDsl.Training;

/// <summary>One line per report, without control sequences, for log files.</summary>
internal sealed class PlainProgress(IAnsiConsole console) : ProgressDisplay
{
    public override T Show<T>(long steps, Func<T> training) => training();

    public override void Advance(long step, LossWindow losses)
    {
    }

    public override void Report(TrainingReport report) => WriteLine(Describe(report));

    // Bypasses the console's line breaks at 80 characters where the width is unknown.
    public override void WriteLine(string text)
    {
        console.Profile.Out.Writer.WriteLine(text);
        console.Profile.Out.Writer.Flush();
    }
}
