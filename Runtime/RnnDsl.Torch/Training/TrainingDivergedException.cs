namespace RnnDsl.Torch;

/// <summary>A loss or a weight became infinite or not a number. No checkpoint is written from there on.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(long step, string what, string advice)
        : base($"{what} at step {step.Invariant()}. {advice}") => Step = step;

    /// <summary>The first step that went wrong.</summary>
    public long Step { get; }
}
