using RnnDsl.Plots;

namespace RnnDsl.Examples.Sentiment;

/// <summary>What became of one fold.</summary>
internal sealed record FoldOutcome
{
    public required string Name { get; init; }

    public required int Fold { get; init; }

    /// <summary>Of the test reviews, from 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The cross entropy of the test reviews.</summary>
    public required double Loss { get; init; }

    /// <summary>Of the validation reviews at the epoch that was chosen.</summary>
    public required double ValidationAccuracy { get; init; }

    /// <summary>The epoch that was chosen.</summary>
    public required double Epoch { get; init; }

    public required long Parameters { get; init; }

    public required int Vocabulary { get; init; }

    public required UnknownTokens Unknown { get; init; }

    public required BaselineScore Baseline { get; init; }

    public required TrainingResult Result { get; init; }

    /// <summary>Some of the test reviews, in shades of attention.</summary>
    public required IReadOnlyList<ShadedText> Shown { get; init; }
}
