using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RnnDsl.Torch;

/// <summary>
/// A bar at the bottom of the terminal, with lines printed above it. It is redrawn by the training thread itself, at most ten times
/// a second, so that no other thread takes time from the step.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole console) : ProgressDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private ProgressContext? _context;
    private ProgressTask? _task;
    private TrainingReport? _last;
    private long _drawnAt;

    public override T Show<T>(long steps, Func<T> training) =>
        console.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new FiguresColumn(this))
            .Start(context =>
            {
                _context = context;
                _task = context.AddTask("training", maxValue: steps);
                return training();
            });

    public override void Advance(long step)
    {
        if (Stopwatch.GetElapsedTime(_drawnAt) < Refresh)
            return;
        _task!.Value = step;
        _context!.Refresh();
        _drawnAt = Stopwatch.GetTimestamp();
    }

    public override void Report(TrainingReport report)
    {
        _last = report;
        WriteLine(Describe(report));
    }

    public override void WriteLine(string text) => console.WriteLine(text);

    private sealed class FiguresColumn(LiveProgress display) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var text = $"{((long)task.Value).Invariant()}/{((long)task.MaxValue).Invariant()}";
            if (display._last is { StepsPerSecond: > 0 } last)
            {
                var remaining = TimeSpan.FromSeconds((task.MaxValue - task.Value) / last.StepsPerSecond);
                text = $"{text}  {Rates(last)}  {Figures.Time(remaining)} left";
            }
            return new Text(text);
        }
    }
}
