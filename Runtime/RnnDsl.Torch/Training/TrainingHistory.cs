using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace RnnDsl.Training;

/// <summary>A loss after a step.</summary>
/// <param name="Step">The number of completed steps.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Accuracy">The accuracy, from 0 to 1; <c>null</c> if the evaluation has none.</param>
public readonly record struct LossPoint(
    long Step, double Loss, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Accuracy = null)
{
    /// <summary>Further metrics by name: means over the training steps since the last log, or those of the evaluation.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, double> Metrics
    {
        get => Saved ?? ReadOnlyDictionary<string, double>.Empty;
        init => Saved = value is { Count: > 0 } ? new OrderedDictionary<string, double>(value) : null;
    }

    // Absent from JSON where there are none.
    [JsonInclude, JsonPropertyName("metrics"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    internal IReadOnlyDictionary<string, double>? Saved { get; init; }

    /// <summary>Two points with the same step, loss, accuracy and metrics are equal.</summary>
    public bool Equals(LossPoint other) =>
        Step == other.Step && Loss.Equals(other.Loss) && Nullable.Equals(Accuracy, other.Accuracy) && MetricName.SameValues(Metrics, other.Metrics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, Loss, Accuracy);

    /// <summary>Such as <c>0.2513 at step 500, accuracy 92.10%, macro F1 0.9034</c>.</summary>
    public override string ToString() => $"{Figures.Loss(Loss)} at step {Step.Invariant()}{Figures.Accuracy(Accuracy)}{Figures.Metrics(Metrics)}";
}

/// <summary>The losses of a run from its first step, across all resumes.</summary>
public sealed record TrainingHistory
{
    // Required, because the generated JSON reader would set a missing property to null, whatever its initial value.

    /// <summary>Mean training losses and reported metrics, one point per log.</summary>
    [JsonRequired]
    public IReadOnlyList<LossPoint> Training { get; init; } = [];

    /// <summary>Validation losses, accuracies and further metrics, one point per evaluation.</summary>
    [JsonRequired, JsonPropertyName("heldOut")]
    public IReadOnlyList<LossPoint> Validation { get; init; } = [];

    /// <summary>The first and the last losses, such as <c>training loss 2.3026 at step 100 to 0.2513 at step 500 (5 points)</c>.</summary>
    public override string ToString() => $"training loss {Course(Training)}; validation loss {Course(Validation)}";

    private static string Course(IReadOnlyList<LossPoint> points) => points.Count switch
    {
        0 => "not measured",
        1 => points[0].ToString(),
        _ => $"{points[0]} to {points[^1]} ({points.Count.Invariant()} points)",
    };
}
