using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Caption;

/// <summary>Options of one training run.</summary>
internal sealed record CaptionOptions
{
    /// <summary>Whether the decoder uses attention over the canvas.</summary>
    public required bool Attention { get; init; }

    public required int Hidden { get; init; }

    public required int Steps { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required int Warmup { get; init; }

    public required double Clip { get; init; }

    public required string? Data { get; init; }

    /// <summary>Size of the test set.</summary>
    public required int Test { get; init; }

    /// <summary>Size of the validation set.</summary>
    public required int Validation { get; init; }

    public required int LogEvery { get; init; }

    public required int EvaluateEvery { get; init; }

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
        ["attention"] = AttentionOption.NameOf(Attention),
        ["hidden"] = Hidden,
        ["steps"] = Steps,
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["warmup"] = Warmup,
        ["clip"] = Clip,
        ["data"] = Data,
        ["test"] = Test,
        ["validation"] = Validation,
        ["log-every"] = LogEvery,
        ["eval-every"] = EvaluateEvery,
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
