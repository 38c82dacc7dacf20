using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>The processor time of the current thread, which other work on the machine hardly changes; elsewhere than on Linux, the time that passes.</summary>
internal static class ThreadTime
{
    private const int ThreadCpuClock = 3;

    public static TimeSpan Now
    {
        get
        {
            if (OperatingSystem.IsLinux() && GetTime(ThreadCpuClock, out var time) == 0)
            {
                return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1e3);
            }

            return Stopwatch.GetElapsedTime(0);
        }
    }

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
