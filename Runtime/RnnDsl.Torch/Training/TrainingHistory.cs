using System.Text.Json.Serialization;

namespace RnnDsl.Training;

/// <summary>A loss after a step.</summary>
/// <param name="Step">The number of completed steps.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Accuracy">The accuracy, from 0 to 1; <c>null</c> if the evaluation has none.</param>
public readonly record struct LossPoint(
    long Step, double Loss, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Accuracy = null);

/// <summary>The losses of a run from its first step, across all resumes.</summary>
public sealed record TrainingHistory
{
    // Required, because the generated JSON reader would set a missing property to null, whatever its initial value.

    /// <summary>Mean training losses, one point per log.</summary>
    [JsonRequired]
    public IReadOnlyList<LossPoint> Training { get; init; } = [];

    /// <summary>Validation losses and accuracies, one point per evaluation.</summary>
    [JsonRequired, JsonPropertyName("heldOut")]
    public IReadOnlyList<LossPoint> Validation { get; init; } = [];
}
