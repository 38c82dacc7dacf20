namespace RnnDsl.Torch;

/// <summary>A loss and the step after which it was taken.</summary>
public readonly record struct LossPoint(long Step, double Loss);

/// <summary>The losses of a run from its first step on, over all its resumes.</summary>
public sealed record TrainingHistory
{
    /// <summary>Mean training losses, one for each log.</summary>
    public IReadOnlyList<LossPoint> Training { get; init; } = [];

    /// <summary>Held-out losses, one for each evaluation.</summary>
    public IReadOnlyList<LossPoint> HeldOut { get; init; } = [];
}
