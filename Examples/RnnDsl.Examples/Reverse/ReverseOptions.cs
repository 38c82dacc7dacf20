using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Reverse;

/// <summary>What one training run was asked to do.</summary>
internal sealed record ReverseOptions
{
    /// <summary>Whether the writer attends to what was read.</summary>
    public required bool Attention { get; init; }

    /// <summary>How long a string is at most while it learns.</summary>
    public required int Longest { get; init; }

    public required int Hidden { get; init; }

    public required int Steps { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int EvaluateEvery { get; init; }

    /// <summary>How many strings of each length it is judged by.</summary>
    public required int HeldOut { get; init; }

    public required int Threads { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>For <c>results.json</c>: each option by its name and with its value.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => new Dictionary<string, object>
    {
        ["attention"] = AttentionOption.NameOf(Attention),
        ["longest"] = Longest,
        ["hidden"] = Hidden,
        ["steps"] = Steps,
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["clip"] = Clip,
        ["evaluate-every"] = EvaluateEvery,
        ["held-out"] = HeldOut,
        ["threads"] = Threads,
        ["out"] = Out,
        ["resume"] = Resume,
        ["seed"] = Seed,
        ["device"] = Device,
    };
}
