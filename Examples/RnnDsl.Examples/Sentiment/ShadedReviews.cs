using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using Spectre.Console;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Reviews shaded by attention weight: on the terminal, as HTML and as PNG.</summary>
internal static class ShadedReviews
{
    private const int Shown = 10;
    private const int Shortest = 8;
    private const int Longest = 30;

    /// <summary>An evenly spaced sample of the reviews of common length, without selection by result.</summary>
    public static IReadOnlyList<ShadedText> Of(SentimentPredictor reader, IReadOnlyList<Review> reviews)
    {
        var chosen = EvenSample.Of([.. reviews.Where(static review => review.Words.Count is >= Shortest and <= Longest)], Shown);
        return [.. reader.Read([.. chosen.Select(static review => review.Words)]).Zip(chosen, static (prediction, review) => prediction.Shaded(review.Label))];
    }

    public static void Print(IReadOnlyList<ShadedText> texts)
    {
        foreach (var text in texts)
            AnsiConsole.Console.Write(text);
    }

    public static void SavePage(string path, IReadOnlyList<ShadedText> texts) => ShadedTextPage.Save(path, "Attention weights of a BiLSTM on film reviews", texts);
}
