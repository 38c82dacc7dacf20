using System.Diagnostics;

namespace RnnDsl.Torch;

/// <summary>Steps per second of training alone: time spent on evaluating, sampling and saving is left out.</summary>
internal sealed class RateMeter(long step)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _step = step;

    public double StepsPerSecond { get; private set; }

    /// <summary>Measures since the reading before; without a step in between that one stands.</summary>
    public void Read(long step)
    {
        if (step == _step)
            return;
        StepsPerSecond = (step - _step) / _watch.Elapsed.TotalSeconds;
        _step = step;
        _watch.Restart();
    }

    public TimeSpan Remaining(long steps) => TimeSpan.FromSeconds(StepsPerSecond > 0 ? steps / StepsPerSecond : 0);

    /// <summary>Does something with the clock stopped.</summary>
    public void Excluding(Action action)
    {
        _watch.Stop();
        action();
        _watch.Start();
    }
}
