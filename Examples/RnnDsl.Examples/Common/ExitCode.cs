using System.Runtime.InteropServices;

namespace RnnDsl.Examples.Common;

/// <summary>Exit codes of the process.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work failed: training diverged, a checkpoint is damaged, the disk is full.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong, or names something that does not exist.</summary>
    public const int Usage = 2;

    /// <summary>The exit code of a result; 128 plus the signal number if a signal ended the training.</summary>
    public static int Of(TrainingResult result) => result switch
    {
        { Outcome: not TrainingOutcome.Interrupted } => Success,
        { Signal: PosixSignal.SIGTERM } => 128 + 15,
        { Signal: PosixSignal.SIGHUP } => 128 + 1,
        _ => 128 + 2,
    };
}
