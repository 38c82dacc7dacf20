using System.Diagnostics;

namespace RnnDsl.Training;

/// <summary>Training steps per second, without the time for evaluation, sampling and saving.</summary>
internal sealed class RateMeter(long step)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _step = step;

    public double StepsPerSecond { get; private set; }

    /// <summary>Measures the rate since the previous reading; without a step in between, keeps the previous value.</summary>
    public void Read(long step)
    {
        if (step == _step)
            return;
        StepsPerSecond = (step - _step) / _watch.Elapsed.TotalSeconds;
        _step = step;
        _watch.Restart();
    }

    public TimeSpan Remaining(long steps) => TimeSpan.FromSeconds(StepsPerSecond > 0 ? steps / StepsPerSecond : 0);

    /// <summary>Runs an action with the clock stopped.</summary>
    public void Excluding(Action action)
    {
        _watch.Stop();
        action();
        _watch.Start();
    }
}
