using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>Options of one training run.</summary>
internal sealed record ShakespeareOptions
{
    /// <summary>One of <see cref="TextTokens.Kinds"/>.</summary>
    public required string Tokens { get; init; }

    /// <summary>The model and its default training options.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Minimum frequency of a word in the vocabulary.</summary>
    public required int? MinimumFrequency { get; init; }

    /// <summary>Maximum vocabulary size of words or subwords.</summary>
    public required int? VocabularySize { get; init; }

    public required int Steps { get; init; }

    public required string? Data { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    /// <summary>Whether mpirun has started several ranks, which share each step.</summary>
    public required bool Distributed { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>Precision of large products.</summary>
    public required Precision Precision { get; init; }

    public required int Batch { get; init; }

    public required int Sequence { get; init; }

    /// <summary>Whether consecutive windows carry the state (truncated backpropagation through time).</summary>
    public required bool CarryState { get; init; }

    public required double LearningRate { get; init; }

    /// <summary><see cref="Recipe.Constant"/> or <see cref="Recipe.Cosine"/>.</summary>
    public required string Schedule { get; init; }

    /// <summary>Warm-up steps of the learning rate; 0 for none.</summary>
    public required int Warmup { get; init; }

    /// <summary>Decay of the weight average; 0 for none.</summary>
    public required double Average { get; init; }

    public required double Clip { get; init; }

    public required int LogEvery { get; init; }

    public required int EvaluateEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required int? Patience { get; init; }

    public required string? TensorBoard { get; init; }

    public required string? Record { get; init; }

    /// <summary>Prompt of the samples; <c>null</c> for a default that the vocabulary covers.</summary>
    public required string? Prompt { get; init; }

    public required double[] Temperatures { get; init; }

    public required int Length { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["tokens"] = Tokens,
        ["model"] = Recipe.Name,
        ["min-frequency"] = MinimumFrequency,
        ["vocabulary-size"] = VocabularySize,
        ["steps"] = Steps,
        ["data"] = Data,
        ["out"] = Out,
        ["resume"] = Resume,
        ["distributed"] = Distributed,
        ["seed"] = Seed,
        ["device"] = Device,
        ["precision"] = CommandOptions.NameOf(Precision),
        ["batch"] = Batch,
        ["sequence"] = Sequence,
        ["carry-state"] = CarryState,
        ["learning-rate"] = LearningRate,
        ["schedule"] = Schedule,
        ["warmup"] = Warmup,
        ["average"] = Average,
        ["clip"] = Clip,
        ["log-every"] = LogEvery,
        ["eval-every"] = EvaluateEvery,
        ["checkpoint-every"] = CheckpointEvery,
        ["patience"] = Patience,
        ["tensorboard"] = TensorBoard,
        ["record"] = Record,
        ["prompt"] = Prompt,
        ["temperature"] = Temperatures,
        ["length"] = Length,
    });
}
