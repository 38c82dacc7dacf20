namespace RnnDsl.Training;

/// <summary>A loss or a weight became infinite or NaN. No checkpoint is written after that.</summary>
public sealed class TrainingDivergedException : Exception
{
    internal TrainingDivergedException(long step, string what, string advice)
        : base($"{what} at step {step.Invariant()}. {advice}") => Step = step;

    /// <summary>The step of the first loss or weight that is not finite.</summary>
    public long Step { get; }
}
