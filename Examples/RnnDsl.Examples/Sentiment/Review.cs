namespace RnnDsl.Examples.Sentiment;

/// <summary>A sentence about a film, in words, and what it is.</summary>
/// <param name="Words">The words, one or more.</param>
/// <param name="Label">Its number among <see cref="Sentiments.Names"/>.</param>
internal sealed record Review(IReadOnlyList<string> Words, int Label);

/// <summary>What a sentence can be.</summary>
internal static class Sentiments
{
    public const int Positive = 1;

    /// <summary>By their numbers.</summary>
    public static IReadOnlyList<string> Names { get; } = ["negative", "positive"];

    /// <summary>Shades of attention, by the verdict.</summary>
    public static IReadOnlyList<string> Colours { get; } = ["#c2410c", "#0f766e"];
}
