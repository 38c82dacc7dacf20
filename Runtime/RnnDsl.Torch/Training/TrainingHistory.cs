using System.Text.Json.Serialization;

namespace RnnDsl.Torch;

/// <summary>A loss and the step after which it was taken.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Accuracy">The share of right answers, from 0 to 1, where the evaluation counted them.</param>
public readonly record struct LossPoint(
    long Step, double Loss, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Accuracy = null);

/// <summary>The losses of a run from its first step on, over all its resumes.</summary>
public sealed record TrainingHistory
{
    // JSON without them would leave null here: the generated reader sets every property, whatever its initial value.

    /// <summary>Mean training losses, one for each log.</summary>
    [JsonRequired]
    public IReadOnlyList<LossPoint> Training { get; init; } = [];

    /// <summary>Held-out losses and accuracies, one point for each evaluation.</summary>
    [JsonRequired]
    public IReadOnlyList<LossPoint> HeldOut { get; init; } = [];
}
