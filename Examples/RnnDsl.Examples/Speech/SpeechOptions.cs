using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary>What one training run was asked to do.</summary>
internal sealed record SpeechOptions
{
    public required int Steps { get; init; }

    public required int Batch { get; init; }

    public required int Hidden { get; init; }

    public required double LearningRate { get; init; }

    public required int Warmup { get; init; }

    public required double Clip { get; init; }

    public required string? Data { get; init; }

    /// <summary>How many strings it is judged by in the end.</summary>
    public required int Test { get; init; }

    /// <summary>How many strings it is looked at with on the way.</summary>
    public required int Validation { get; init; }

    public required int LogEvery { get; init; }

    public required int EvaluateEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required int Threads { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required string? Record { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>For <c>results.json</c>: each option by its name and with its value.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["steps"] = Steps,
        ["batch"] = Batch,
        ["hidden"] = Hidden,
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
        ["out"] = Out,
        ["resume"] = Resume,
        ["record"] = Record,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
