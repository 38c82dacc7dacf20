namespace RnnDsl.Benchmarks.Measuring;

/// <summary>The switch of the CPU kernels.</summary>
internal static class KernelSwitch
{
    /// <summary>Runs without kernels of RnnDsl, on libtorch's operations.</summary>
    public static T Off<T>(Func<T> run)
    {
        AppContext.SetSwitch("RnnDsl.Kernels", false);
        try
        {
            return run();
        }
        finally
        {
            AppContext.SetSwitch("RnnDsl.Kernels", true);
        }
    }

    /// <inheritdoc cref="Off{T}"/>
    public static void Off(Action run) => Off(() =>
    {
        run();
        return true;
    });
}
