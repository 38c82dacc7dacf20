using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Gradients;

/// <summary>Options of one run.</summary>
internal sealed record GradientsOptions
{
    /// <summary>In ascending order.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    public required IReadOnlyList<GradientNetwork> Networks { get; init; }

    public required IReadOnlyList<double> Radii { get; init; }

    public required int Hidden { get; init; }

    public required int Steps { get; init; }

    public required int TrainingLength { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int Threads { get; init; }

    public required string? TensorBoard { get; init; }

    public required string Out { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["lengths"] = Lengths.ToArray(),
        ["networks"] = string.Join(' ', Networks.Select(static network => network.Name)),
        ["radii"] = Radii.ToArray(),
        ["hidden"] = Hidden,
        ["steps"] = Steps,
        ["training-length"] = TrainingLength,
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["clip"] = Clip,
        ["threads"] = Threads,
        ["tensorboard"] = TensorBoard,
        ["out"] = Out,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
