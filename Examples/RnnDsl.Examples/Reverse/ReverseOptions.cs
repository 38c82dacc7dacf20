using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Reverse;

/// <summary>Options of one training run.</summary>
internal sealed record ReverseOptions
{
    /// <summary>Whether the decoder uses attention over the source.</summary>
    public required bool Attention { get; init; }

    /// <summary>Maximum string length in training.</summary>
    public required int Longest { get; init; }

    public required int Hidden { get; init; }

    public required int Steps { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int EvaluateEvery { get; init; }

    /// <summary>Validation strings of each length.</summary>
    public required int Validation { get; init; }

    public required int Threads { get; init; }

    public required string? TensorBoard { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["attention"] = AttentionOption.NameOf(Attention),
        ["longest"] = Longest,
        ["hidden"] = Hidden,
        ["steps"] = Steps,
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["clip"] = Clip,
        ["eval-every"] = EvaluateEvery,
        ["validation"] = Validation,
        ["threads"] = Threads,
        ["tensorboard"] = TensorBoard,
        ["out"] = Out,
        ["resume"] = Resume,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
