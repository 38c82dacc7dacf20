namespace RnnDsl.Examples.Sentiment;

/// <summary>A tokenised film review with its label.</summary>
/// <param name="Words">One or more words.</param>
/// <param name="Label">Index in <see cref="Sentiments.Names"/>.</param>
internal sealed record Review(IReadOnlyList<string> Words, int Label);

/// <summary>The classes.</summary>
internal static class Sentiments
{
    public const int Positive = 1;

    /// <summary>Names by label.</summary>
    public static IReadOnlyList<string> Names { get; } = ["negative", "positive"];

    /// <summary>Shading colours by predicted label.</summary>
    public static IReadOnlyList<string> Colours { get; } = ["#c2410c", "#0f766e"];
}
