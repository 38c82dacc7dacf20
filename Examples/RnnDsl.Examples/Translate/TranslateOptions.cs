using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary>What one training run was asked to do.</summary>
internal sealed record TranslateOptions
{
    public required string Preset { get; init; }

    /// <summary>Whether the writer attends to the source.</summary>
    public required bool Attention { get; init; }

    /// <summary>Whether words are spelled in parts.</summary>
    public required bool Subwords { get; init; }

    /// <summary>Minimum frequency of a word in the training data.</summary>
    public required int MinimumFrequency { get; init; }

    /// <summary>How many tokens a language has at most.</summary>
    public required int VocabularySize { get; init; }

    public required int Embedding { get; init; }

    public required int Hidden { get; init; }

    public required int Readout { get; init; }

    public required double Epochs { get; init; }

    public required int BatchTokens { get; init; }

    public required double LearningRate { get; init; }

    public required int Warmup { get; init; }

    public required double Clip { get; init; }

    public required string? Data { get; init; }

    public required int? Limit { get; init; }

    /// <summary>How many source sentences the translator is judged by in the end.</summary>
    public required int HeldOut { get; init; }

    /// <summary>How many others are looked at on the way.</summary>
    public required int Validation { get; init; }

    /// <summary>α of Wu et al. 2016, for the beam that judges in the end.</summary>
    public required double LengthPenalty { get; init; }

    public required int LogEvery { get; init; }

    public required int EvaluateEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required string? Record { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>For <c>results.json</c>: each option by its name and with its value.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["preset"] = Preset,
        ["attention"] = AttentionOption.NameOf(Attention),
        ["vocabulary"] = Subwords ? TranslateCommand.SubwordVocabularies : TranslateCommand.WordVocabularies,
        ["min-frequency"] = MinimumFrequency,
        ["vocabulary-size"] = VocabularySize,
        ["embedding"] = Embedding,
        ["hidden"] = Hidden,
        ["readout"] = Readout,
        ["epochs"] = Epochs,
        ["batch-tokens"] = BatchTokens,
        ["learning-rate"] = LearningRate,
        ["warmup"] = Warmup,
        ["clip"] = Clip,
        ["data"] = Data,
        ["limit"] = Limit,
        ["held-out"] = HeldOut,
        ["validation"] = Validation,
        ["length-penalty"] = LengthPenalty,
        ["log-every"] = LogEvery,
        ["eval-every"] = EvaluateEvery,
        ["checkpoint-every"] = CheckpointEvery,
        ["out"] = Out,
        ["resume"] = Resume,
        ["record"] = Record,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
