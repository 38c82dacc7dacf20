using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RnnDsl.Training;

/// <summary>
/// A progress bar at the bottom of the terminal, with lines printed above it. The training thread itself redraws it, at most ten times
/// a second, so that no other thread takes time from the step.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole console) : ProgressDisplay
{
    // The bar and the numbers beside it fit into 80 characters.
    private const int BarWidth = 10;

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    // Reading the loss waits for the device.
    private static readonly TimeSpan LossRefresh = TimeSpan.FromSeconds(1);

    private ProgressContext? _context;
    private ProgressTask? _task;
    private TrainingReport? _last;
    private long _drawnAt;
    private double? _loss;
    private long _lossReadAt;
    private (long Step, long At) _first;

    public override T Show<T>(long steps, Func<T> training) =>
        console.Progress()
            .AutoRefresh(false)
            .AutoClear(true)
            .Columns(new ProgressBarColumn { Width = BarWidth }, new FiguresColumn(this))
            .Start(context =>
            {
                _context = context;
                _task = context.AddTask("training", maxValue: steps);
                return training();
            });

    public override void Advance(long step, LossWindow losses)
    {
        if (_first.At == 0)
            _first = (step, Stopwatch.GetTimestamp());
        if (Stopwatch.GetElapsedTime(_drawnAt) < Refresh)
            return;
        if (_loss is null || Stopwatch.GetElapsedTime(_lossReadAt) >= LossRefresh)
        {
            _loss = losses.Latest() ?? _loss;
            _lossReadAt = Stopwatch.GetTimestamp();
        }
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

    /// <summary>The rate of the last report; before the first report, the rate since the first step.</summary>
    private double StepsPerSecond(double step) =>
        _last?.StepsPerSecond ?? (step - _first.Step) / Stopwatch.GetElapsedTime(_first.At).TotalSeconds;

    private sealed class FiguresColumn(LiveProgress display) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var text = $"{((long)task.Value).Invariant()}/{((long)task.MaxValue).Invariant()}";
            if (display._loss is { } loss)
                text = $"{text}  loss {Figures.Loss(loss)}";
            if (display.StepsPerSecond(task.Value) is > 0 and var rate)
            {
                var rates = display._last is { } last ? Rates(last) : $"{Figures.Rate(rate)} steps/s";
                text = $"{text}  {rates}  {Figures.Time(TimeSpan.FromSeconds((task.MaxValue - task.Value) / rate))} left";
            }
            return new Spectre.Console.Text(text);
        }
    }
}
