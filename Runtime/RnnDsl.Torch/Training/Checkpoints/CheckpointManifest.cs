using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnDsl.Training;

/// <summary>
/// The description of a checkpoint: the step, the options of the run, and the size and hash of each of its files.
/// Random numbers are a function of seed and step, so these two are the whole random state.
/// </summary>
internal sealed record CheckpointManifest
{
    public const string FormatName = "rnndsl-checkpoint";
    public const int CurrentVersion = 2;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required long Step { get; init; }

    public required long Seed { get; init; }

    public required string Optimizer { get; init; }

    /// <summary>The optimizer's hyperparameters, for each group.</summary>
    public required IReadOnlyDictionary<string, string> OptimizerOptions { get; init; }

    /// <summary>The environment on which the last bits of the results depend.</summary>
    public required ComputingEnvironment Environment { get; init; }

    /// <summary>The schedule's factor at this step; a different value on resume means a different schedule.</summary>
    public required double LearningRateFactor { get; init; }

    /// <summary>The decay of the weight average; <c>null</c> without one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AverageDecay { get; init; }

    /// <summary>The maximum global norm of the gradients, infinite without clipping; <c>null</c> in earlier checkpoints, which do not record it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ClipNorm { get; init; }

    /// <summary>The number of micro-batches of a step; <c>null</c> for 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? GradientAccumulationSteps { get; init; }

    /// <summary>The precision of products; <c>null</c> for that of the weights.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Precision { get; init; }

    /// <summary>The number of ranks; <c>null</c> for 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Ranks { get; init; }

    /// <summary>The metric that selects the best weights, such as <c>highest macro F1</c>; <c>null</c> for the lowest loss.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Monitor { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required double Seconds { get; init; }

    /// <summary>The losses since the last log, which enter the next log's mean.</summary>
    public required IReadOnlyList<double> PendingLosses { get; init; }

    /// <summary>The metrics that steps reported since the last log; <c>null</c> for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<double>>? PendingMetrics { get; init; }

    public required TrainingHistory History { get; init; }

    public LossPoint? Best { get; init; }

    /// <summary>Evaluations since the best one.</summary>
    public required int EvaluationsSinceBest { get; init; }

    /// <summary>Whether the run was stopped during the evaluation at this step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool EvaluationPending { get; init; }

    [JsonRequired]
    public IReadOnlyDictionary<string, CheckpointFile> Files { get; init; } = new Dictionary<string, CheckpointFile>();

    /// <summary>Checks the values; returns the problem, or <c>null</c>.</summary>
    public string? Fault()
    {
        if (Step < 0)
            return $"its step is {Step.Invariant()}, which is negative.";
        if (EvaluationsSinceBest < 0)
            return $"it counts {EvaluationsSinceBest.Invariant()} evaluations since the best one, which is negative.";
        if (!double.IsFinite(Seconds) || Seconds < 0)
            return "its seconds are not a finite number of at least 0.";
        if (!double.IsFinite(LearningRateFactor) || (AverageDecay is { } decay && !double.IsFinite(decay)))
            return "its learning-rate factor or its average decay is not a finite number.";
        if (ClipNorm is { } norm && !(norm > 0))
            return "its clip norm is not above 0.";
        if (Ranks is < 1 || GradientAccumulationSteps is < 1)
            return "its number of ranks or of gradient accumulation steps is less than 1.";
        if (PendingLosses.Any(static loss => !double.IsFinite(loss)))
            return "one of its pending losses is not a finite number.";
        if (Points().Any(point => point.Step < 0 || point.Step > Step || !double.IsFinite(point.Loss)))
            return "one of its recorded losses is not a finite number, or belongs to a step that the run has not reached.";
        if (PendingMetrics?.Values.Any(static values => values is null) == true)
            return "one of its pending metrics is null.";
        if (Points().SelectMany(static point => point.Metrics.Keys).Concat(PendingMetrics?.Keys ?? []).Select(MetricName.Fault).FirstOrDefault(static fault => fault is not null) is { } name)
            return $"its metrics are damaged: {name}";
        if (Settings.Values.Concat(OptimizerOptions.Values).Any(static value => value is null))
            return "one of its settings is null.";
        return Files.Values.Any(static file => file is null) ? "one of its files is null." : null;
    }

    private IEnumerable<LossPoint> Points() => History.Training.Concat(History.Validation).Concat(Best is { } best ? [best] : []);
}

/// <summary>One file of a checkpoint.</summary>
/// <param name="Length">The size in bytes.</param>
/// <param name="Sha256">The hash of the content, in hexadecimal.</param>
internal sealed record CheckpointFile(long Length, string Sha256);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    // Metrics may be infinite or NaN; Fault() checks the losses.
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(CheckpointManifest))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
