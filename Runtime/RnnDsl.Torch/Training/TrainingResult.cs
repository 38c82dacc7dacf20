using System.Runtime.InteropServices;

namespace RnnDsl.Torch;

/// <summary>Why a run ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All steps were done.</summary>
    Completed,

    /// <summary>The held-out loss had stopped falling.</summary>
    StoppedEarly,

    /// <summary>The held-out loss was below <see cref="TrainerOptions.Target"/>.</summary>
    TargetReached,

    /// <summary>A signal or a cancellation token asked for it; the run can be resumed.</summary>
    Interrupted,
}

/// <summary>How a run ended and what it measured.</summary>
public sealed record TrainingResult
{
    /// <summary>Why the run ended.</summary>
    public required TrainingOutcome Outcome { get; init; }

    /// <summary>The signal that interrupted the run, if one did.</summary>
    public PosixSignal? Signal { get; init; }

    /// <summary>Steps done, those before a resume included.</summary>
    public required long Step { get; init; }

    /// <summary>Seconds of training, evaluating and saving, those before a resume included.</summary>
    public required double Seconds { get; init; }

    /// <summary>All losses recorded.</summary>
    public required TrainingHistory History { get; init; }

    /// <summary>The lowest held-out loss and its step, if the run evaluated.</summary>
    public LossPoint? Best { get; init; }

    /// <summary>Weights at the last step (safetensors), where checkpoints are kept.</summary>
    public string? Weights { get; init; }

    /// <summary>Weights at the lowest held-out loss (safetensors), where checkpoints are kept and the run evaluated.</summary>
    public string? BestWeights { get; init; }
}
