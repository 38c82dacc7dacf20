using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Pixels;

/// <summary>Options of one run.</summary>
internal sealed record PixelsOptions
{
    public required IReadOnlyList<PixelOrder> Orders { get; init; }

    public required IReadOnlyList<PixelNetwork> Networks { get; init; }

    public required int Hidden { get; init; }

    public required int Epochs { get; init; }

    public required string? Data { get; init; }

    public required int? Limit { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int LogEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required string? TensorBoard { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["orders"] = string.Join(' ', Orders.Select(static order => order.Name)),
        ["networks"] = string.Join(' ', Networks.Select(static network => network.Name)),
        ["hidden"] = Hidden,
        ["epochs"] = Epochs,
        ["data"] = Data,
        ["limit"] = Limit,
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["clip"] = Clip,
        ["log-every"] = LogEvery,
        ["checkpoint-every"] = CheckpointEvery,
        ["tensorboard"] = TensorBoard,
        ["out"] = Out,
        ["resume"] = Resume,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
