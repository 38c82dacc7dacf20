using System.Diagnostics;

namespace RnnDsl.Benchmarks.Measuring;

/// <summary>Which time counts: the wall's, or the processor's that this process used. The second one bears with a machine that has other work.</summary>
internal static class Clock
{
    public static bool CountsProcessorTime { get; set; }

    /// <summary>How long some work takes.</summary>
    public static TimeSpan Time(Action work)
    {
        if (CountsProcessorTime)
        {
            var used = Environment.CpuUsage.TotalTime;
            work();
            return Environment.CpuUsage.TotalTime - used;
        }

        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started);
    }
}
