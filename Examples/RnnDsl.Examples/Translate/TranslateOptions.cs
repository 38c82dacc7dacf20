using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary>Options of one training run.</summary>
internal sealed record TranslateOptions
{
    public required string Preset { get; init; }

    /// <summary>Whether the decoder uses attention over the source.</summary>
    public required bool Attention { get; init; }

    /// <summary>Whether tokens are subwords.</summary>
    public required bool Subwords { get; init; }

    /// <summary>Minimum frequency of a word in the training data.</summary>
    public required int MinimumFrequency { get; init; }

    /// <summary>Maximum vocabulary size per language.</summary>
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

    /// <summary>Size of the test set, in source sentences.</summary>
    public required int Test { get; init; }

    /// <summary>Size of the validation set, in source sentences.</summary>
    public required int Validation { get; init; }

    /// <summary>α of the length penalty of Wu et al. 2016, for beam search on the test set.</summary>
    public required double LengthPenalty { get; init; }

    public required int LogEvery { get; init; }

    public required int EvaluateEvery { get; init; }

    public required int CheckpointEvery { get; init; }

    public required string? TensorBoard { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required string? Record { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
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
        ["test"] = Test,
        ["validation"] = Validation,
        ["length-penalty"] = LengthPenalty,
        ["log-every"] = LogEvery,
        ["eval-every"] = EvaluateEvery,
        ["checkpoint-every"] = CheckpointEvery,
        ["tensorboard"] = TensorBoard,
        ["out"] = Out,
        ["resume"] = Resume,
        ["record"] = Record,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
