namespace RnnDsl.Examples.Shakespeare;

/// <summary>What one training run was asked to do.</summary>
internal sealed record ShakespeareOptions
{
    public required int Steps { get; init; }

    public required string? Data { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    public required int Batch { get; init; }

    public required int Sequence { get; init; }

    /// <summary>Whether windows follow each other in the text, with the state carried along.</summary>
    public required bool CarryState { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int LogEvery { get; init; }

    public required int EvaluateEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required int? Patience { get; init; }

    public required string? TensorBoard { get; init; }

    public required string Prompt { get; init; }

    public required double[] Temperatures { get; init; }

    public required int Length { get; init; }

    /// <summary>For <c>results.json</c>: each option by its name and with its value.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary()
    {
        var all = new Dictionary<string, object?>
        {
            ["steps"] = Steps,
            ["data"] = Data,
            ["out"] = Out,
            ["resume"] = Resume,
            ["seed"] = Seed,
            ["device"] = Device,
            ["batch"] = Batch,
            ["sequence"] = Sequence,
            ["carry-state"] = CarryState,
            ["learning-rate"] = LearningRate,
            ["clip"] = Clip,
            ["log-every"] = LogEvery,
            ["eval-every"] = EvaluateEvery,
            ["checkpoint-every"] = CheckpointEvery,
            ["patience"] = Patience,
            ["tensorboard"] = TensorBoard,
            ["prompt"] = Prompt,
            ["temperature"] = Temperatures,
            ["length"] = Length,
        };
        return all.Where(static pair => pair.Value is not null).ToDictionary(static pair => pair.Key, static pair => pair.Value!);
    }
}
