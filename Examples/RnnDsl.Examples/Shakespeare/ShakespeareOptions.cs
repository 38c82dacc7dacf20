using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>What one training run was asked to do.</summary>
internal sealed record ShakespeareOptions
{
    /// <summary>One of <see cref="TextTokens.Kinds"/>.</summary>
    public required string Tokens { get; init; }

    /// <summary>The model, and how it is trained unless these options say otherwise.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Of words: how often one must come in training to be known.</summary>
    public required int? MinimumFrequency { get; init; }

    /// <summary>Of words and subwords: how many there are at most.</summary>
    public required int? VocabularySize { get; init; }

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

    /// <summary><see cref="Recipe.Constant"/> or <see cref="Recipe.Cosine"/>.</summary>
    public required string Schedule { get; init; }

    /// <summary>Over how many steps the learning rate rises first; 0 for none.</summary>
    public required int Warmup { get; init; }

    /// <summary>The decay of the average of the weights; 0 for none.</summary>
    public required double Average { get; init; }

    public required double Clip { get; init; }

    public required int LogEvery { get; init; }

    public required int EvaluateEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required int? Patience { get; init; }

    public required string? TensorBoard { get; init; }

    public required string? Record { get; init; }

    /// <summary>What the samples go on from; <c>null</c> takes what the model knows.</summary>
    public required string? Prompt { get; init; }

    public required double[] Temperatures { get; init; }

    public required int Length { get; init; }

    /// <summary>For <c>results.json</c>: each option by its name and with its value.</summary>
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
        ["seed"] = Seed,
        ["device"] = Device,
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
