namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Runs loops of linear states as scans for a while, as on an accelerator. Tests of the whole process run one after the other, so none runs meanwhile.</summary>
internal static class ScanSwitch
{
    public const string Name = "RnnDsl.Scans";

    public static T On<T>(Func<T> run)
    {
        AppContext.SetSwitch(Name, true);
        try
        {
            return run();
        }
        finally
        {
            AppContext.SetData(Name, null);
        }
    }
}
