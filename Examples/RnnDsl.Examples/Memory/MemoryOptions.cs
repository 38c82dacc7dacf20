using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Memory;

/// <summary>Options of one run.</summary>
internal sealed record MemoryOptions
{
    public required IReadOnlyList<MemoryTask> Tasks { get; init; }

    public required IReadOnlyList<int> Lengths { get; init; }

    public required IReadOnlyList<MemoryNetwork> Networks { get; init; }

    public required int Hidden { get; init; }

    public required int Steps { get; init; }

    public required int Batch { get; init; }

    public required double? LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int EvaluateEvery { get; init; }

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
        ["tasks"] = string.Join(' ', Tasks.Select(static task => task.Name)),
        ["lengths"] = Lengths.ToArray(),
        ["networks"] = string.Join(' ', Networks.Select(static network => network.Name)),
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
