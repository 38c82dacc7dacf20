using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using Spectre.Console;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Reviews in shades of attention: on the terminal, as a page and as a picture.</summary>
internal static class ShadedReviews
{
    private const int Shown = 10;
    private const int Shortest = 8;
    private const int Longest = 30;

    /// <summary>Reviews at equal distances among those of a common length: nobody chose them.</summary>
    public static IReadOnlyList<ShadedText> Of(SentimentReader reader, IReadOnlyList<Review> reviews)
    {
        var chosen = Spread.Over([.. reviews.Where(static review => review.Words.Count is >= Shortest and <= Longest)], Shown);
        return [.. reader.Read([.. chosen.Select(static review => review.Words)]).Zip(chosen, static (verdict, review) => verdict.Shaded(review.Label))];
    }

    public static void Print(IReadOnlyList<ShadedText> texts)
    {
        foreach (var text in texts)
            AnsiConsole.Console.Write(text);
    }

    public static void SavePage(string path, IReadOnlyList<ShadedText> texts) => ShadedTextPage.Save(path, "Attention weights of a BiLSTM on film reviews", texts);
}
