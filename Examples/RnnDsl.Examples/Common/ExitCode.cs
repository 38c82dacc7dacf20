using System.Runtime.InteropServices;

namespace RnnDsl.Examples.Common;

/// <summary>What the process tells the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work failed: training diverged, a checkpoint is damaged, the disk is full.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong, or names what is not there.</summary>
    public const int Usage = 2;

    /// <summary>How shells report a process that a signal ended: 128 and the signal's number.</summary>
    public static int Of(TrainingResult result) => result switch
    {
        { Outcome: not TrainingOutcome.Interrupted } => Success,
        { Signal: PosixSignal.SIGTERM } => 128 + 15,
        { Signal: PosixSignal.SIGHUP } => 128 + 1,
        _ => 128 + 2,
    };
}
