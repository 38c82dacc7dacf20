namespace RnnDsl.Examples.Memory;

/// <summary>The result of one model on one task at one length.</summary>
/// <param name="Task">The task.</param>
/// <param name="Length">Sequence length, in steps.</param>
/// <param name="Network">The model.</param>
/// <param name="Name">Name of the training, from task, length and model.</param>
/// <param name="History">The recorded losses.</param>
/// <param name="Seconds">Training time in seconds.</param>
/// <param name="LearnedAt">The step at which the validation error had stayed below the target; <c>null</c> if it did not.</param>
/// <param name="DivergedAt">The step at which the loss was not finite; <c>null</c> if it always was.</param>
internal sealed record MemoryOutcome(
    MemoryTask Task, int Length, MemoryNetwork Network, string Name, TrainingHistory History, double Seconds, long? LearnedAt = null, long? DivergedAt = null)
{
    /// <summary>The last validation error; <c>null</c> if the training diverged.</summary>
    public double? Error => DivergedAt is null ? History.Validation[^1].Loss : null;
}
