namespace RnnDsl.Examples.Memory;

/// <summary>What became of one network on one task over one length.</summary>
/// <param name="Task">What was to be learned.</param>
/// <param name="Length">Over how many steps.</param>
/// <param name="Network">By whom.</param>
/// <param name="Name">All three in one word.</param>
/// <param name="History">The losses on the way.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="LearnedAt">The step at which the held-out error had stayed low enough; <c>null</c> where it has not.</param>
/// <param name="DivergedAt">The step at which a loss was no number any more; <c>null</c> where all were.</param>
internal sealed record MemoryOutcome(
    MemoryTask Task, int Length, MemoryNetwork Network, string Name, TrainingHistory History, double Seconds, long? LearnedAt = null, long? DivergedAt = null)
{
    /// <summary>The last held-out error; of a training that diverged, <c>null</c>.</summary>
    public double? Error => DivergedAt is null ? History.Validation[^1].Loss : null;
}
