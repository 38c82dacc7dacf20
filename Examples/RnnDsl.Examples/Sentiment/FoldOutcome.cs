using RnnDsl.Plots;

namespace RnnDsl.Examples.Sentiment;

/// <summary>The results of one fold.</summary>
internal sealed record FoldOutcome
{
    public required string Name { get; init; }

    public required int Fold { get; init; }

    /// <summary>Test accuracy from 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Cross-entropy on the test reviews.</summary>
    public required double Loss { get; init; }

    /// <summary>Validation accuracy at the selected epoch.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>The selected epoch.</summary>
    public required double Epoch { get; init; }

    public required long Parameters { get; init; }

    public required int Vocabulary { get; init; }

    public required UnknownTokens Unknown { get; init; }

    public required BaselineScore Baseline { get; init; }

    public required TrainingResult Result { get; init; }

    /// <summary>Some test reviews, shaded by attention weight.</summary>
    public required IReadOnlyList<ShadedText> Shown { get; init; }
}
