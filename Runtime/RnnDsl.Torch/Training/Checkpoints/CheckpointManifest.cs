using System.Text.Json;
using System.Text.Json.Serialization;

namespace RnnDsl.Torch;

/// <summary>
/// What a checkpoint says of itself: where the run stood, what it was, and the size and hash of each file beside it.
/// Random numbers are a function of seed and step, so the two are the whole random state.
/// </summary>
internal sealed record CheckpointManifest
{
    public const string FormatName = "rnndsl-checkpoint";
    public const int CurrentVersion = 1;

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required long Step { get; init; }

    public required long Seed { get; init; }

    public required string Optimizer { get; init; }

    /// <summary>The schedule's factor at this step: another one on resume is another schedule.</summary>
    public required double LearningRateFactor { get; init; }

    /// <summary>Of the average that the weights are, where they are one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? AverageDecay { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Losses since the last log, which the next log's mean includes.</summary>
    public required IReadOnlyList<double> PendingLosses { get; init; }

    public required TrainingHistory History { get; init; }

    public LossPoint? Best { get; init; }

    /// <summary>Evaluations since the best one.</summary>
    public required int EvaluationsSinceBest { get; init; }

    public IReadOnlyDictionary<string, CheckpointFile> Files { get; init; } = new Dictionary<string, CheckpointFile>();
}

/// <summary>One file of a checkpoint.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Hash of the content, in hexadecimal.</param>
internal sealed record CheckpointFile(long Length, string Sha256);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CheckpointManifest))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
