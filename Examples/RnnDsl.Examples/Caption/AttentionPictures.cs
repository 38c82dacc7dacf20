using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Caption;

/// <summary>Figures of the attention weights over a canvas, one panel per generated word.</summary>
internal static class AttentionPictures
{
    /// <summary>Attention positions along each side of the canvas.</summary>
    private const int Side = 8;

    /// <summary>Draws one test canvas of each number of digits, and one with a wrong caption if there is one.</summary>
    /// <returns>The number of figures.</returns>
    public static int Save(RunFolder folder, IReadOnlyList<Canvas> canvases, IReadOnlyList<Hypothesis> captions)
    {
        var all = canvases.Zip(captions).ToList();
        var (right, wrong) = (all.Where(IsRight), all.Where(static pair => !IsRight(pair)));
        var drawn = right.DistinctBy(static pair => pair.First.Digits).Concat(wrong.Take(1)).ToList();
        for (var number = 1; number <= drawn.Count; number++)
        {
            var (canvas, caption) = drawn[number - 1];
            Save(folder.Figure(string.Create(CultureInfo.InvariantCulture, $"attention-{number}")), canvas.Pixels, caption, IsRight(drawn[number - 1]) ? null : canvas.Words);
        }
        return drawn.Count;
    }

    /// <summary>Draws one canvas.</summary>
    /// <param name="path">The PNG file.</param>
    /// <param name="pixels">Grey values of the canvas, [64 · 64].</param>
    /// <param name="caption">The generated caption with its attention weights.</param>
    /// <param name="right">The correct caption, for a title that compares; <c>null</c> where there is nothing to compare.</param>
    public static void Save(string path, byte[] pixels, Hypothesis caption, IReadOnlyList<string>? right = null)
    {
        var image = new double[Canvas.Size, Canvas.Size];
        for (var place = 0; place < pixels.Length; place++)
            image[place / Canvas.Size, place % Canvas.Size] = pixels[place] / (double)byte.MaxValue;
        string[] words = [.. caption.TokensAndEnd(SpecialTokens.End).Select(static token => token == SpecialTokens.End ? "end" : Captions.Vocabulary[token])];
        AttentionOverImage.Save(path, image, words, caption.Attention!, Side, Side, right is null ? "Attention weights of each word" : $"Correct caption: {Captions.Text(right)}");
    }

    private static bool IsRight((Canvas Canvas, Hypothesis Caption) pair) => pair.Canvas.Words.SequenceEqual(CaptionScore.WordsOf(pair.Caption), StringComparer.Ordinal);
}
