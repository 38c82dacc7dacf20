namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Turns the kernels of the process off for a while. Tests of the whole process run one after the other, so none runs meanwhile.</summary>
internal static class KernelSwitch
{
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

    public static void Off(Action run) => Off(() =>
    {
        run();
        return true;
    });
}
