using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The threads of the kernels of a loop, beside those of libtorch's operations.</summary>
/// <remarks>
/// <para>
/// On Linux libtorch's threads are those of GNU's OpenMP. After each operation they wait actively for the next one, for 300,000 turns of a loop (3 to 10 ms), and take the processors from the threads of a kernel
/// that follows: a GRU takes 1.4 times as long, a sequence in segments twice. OpenMP waits for 100 turns only while it has more threads than there are processors, which holds once a second thread has a
/// team of them. docs/kernels.md has the measurements.
/// </para>
/// <para>A product of all rows (<see cref="LargeProducts"/>) changes nothing: beside it there may be oneDNN's LSTM, whose threads meet at every time step.</para>
/// </remarks>
internal static class KernelThreads
{
    /// <summary>If one of these variables is set, the user has chosen how OpenMP waits, and nothing is changed.</summary>
    private static readonly string[] Variables = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"];

    /// <summary>The elements for which libtorch takes several threads.</summary>
    private const int Elements = 1 << 17;

    private static int _isCalled;

    /// <summary>
    /// The number of threads for a kernel: as many as libtorch's operations take. From the first call with several on, OpenMP waits actively for a moment only, where both kinds of threads together are
    /// more than the processors.
    /// </summary>
    public static int Count()
    {
        var count = Math.Max(1, get_num_threads());
        if (count > 1 && OperatingSystem.IsLinux() && Interlocked.Exchange(ref _isCalled, 1) == 0 && Variables.All(static variable => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))))
            new Thread(HoldTeam) { IsBackground = true, Name = "RnnDsl OpenMP" }.Start();
        return count;
    }

    /// <summary>Has a team of OpenMP until the process ends. Its threads sleep.</summary>
    private static void HoldTeam()
    {
        using (var values = empty(Elements))
            values.fill_(Scalars.One);
        Thread.Sleep(Timeout.Infinite);
    }
}
