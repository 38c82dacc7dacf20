using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Mnist;

/// <summary>Options of one training run.</summary>
internal sealed record MnistOptions
{
    /// <summary>One of <see cref="ImageModels.Names"/>.</summary>
    public required string Model { get; init; }

    public required int Epochs { get; init; }

    public required string? Data { get; init; }

    public required int? Limit { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    /// <summary>Whether mpirun has started several ranks, which share each step.</summary>
    public required bool Distributed { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>Precision of large products.</summary>
    public required Precision Precision { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int LogEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required string? TensorBoard { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["model"] = Model == ImageModels.Lab ? null : Model,
        ["epochs"] = Epochs,
        ["data"] = Data,
        ["limit"] = Limit,
        ["out"] = Out,
        ["resume"] = Resume,
        ["distributed"] = Distributed,
        ["seed"] = Seed,
        ["device"] = Device,
        ["precision"] = CommandOptions.NameOf(Precision),
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["clip"] = Clip,
        ["log-every"] = LogEvery,
        ["checkpoint-every"] = CheckpointEvery,
        ["tensorboard"] = TensorBoard,
    });
}
