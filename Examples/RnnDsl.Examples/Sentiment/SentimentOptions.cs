using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Options of one run.</summary>
internal sealed record SentimentOptions
{
    /// <summary>The folds to test, from 1 to <see cref="ReviewData.FoldCount"/>.</summary>
    public required IReadOnlyList<int> Folds { get; init; }

    /// <summary>File of pretrained word vectors.</summary>
    public required string? Vectors { get; init; }

    /// <summary>Minimum frequency of a word in the training data.</summary>
    public required int MinimumFrequency { get; init; }

    /// <summary>Embedding size; <c>null</c> for that of <see cref="Vectors"/> or the default.</summary>
    public required int? Embedding { get; init; }

    public required int Hidden { get; init; }

    public required int Epochs { get; init; }

    public required int Patience { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double WeightDecay { get; init; }

    public required double Clip { get; init; }

    public required string? Data { get; init; }

    public required int? Limit { get; init; }

    public required int LogEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required int Threads { get; init; }

    public required string? TensorBoard { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required string? Record { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["folds"] = Folds.ToArray(),
        ["vectors"] = Vectors,
        ["min-frequency"] = MinimumFrequency,
        ["embedding"] = Embedding,
        ["hidden"] = Hidden,
        ["epochs"] = Epochs,
        ["patience"] = Patience,
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["weight-decay"] = WeightDecay,
        ["clip"] = Clip,
        ["data"] = Data,
        ["limit"] = Limit,
        ["log-every"] = LogEvery,
        ["checkpoint-every"] = CheckpointEvery,
        ["threads"] = Threads,
        ["tensorboard"] = TensorBoard,
        ["out"] = Out,
        ["resume"] = Resume,
        ["record"] = Record,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
