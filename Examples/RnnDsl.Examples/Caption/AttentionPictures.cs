using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Caption;

/// <summary>Where on a canvas was looked while each word was written.</summary>
internal static class AttentionPictures
{
    /// <summary>Places of a side, as the network sees a canvas.</summary>
    private const int Side = 8;

    /// <summary>Draws one held-out canvas of each number of digits, and one with a wrong caption where there is any.</summary>
    /// <returns>How many were drawn.</returns>
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
    /// <param name="path">The picture's file.</param>
    /// <param name="pixels">The canvas.</param>
    /// <param name="caption">What was written, with what was attended to.</param>
    /// <param name="right">What should have been written, to stand above; <c>null</c> leaves it out.</param>
    public static void Save(string path, byte[] pixels, Hypothesis caption, IReadOnlyList<string>? right = null)
    {
        var image = new double[Canvas.Size, Canvas.Size];
        for (var place = 0; place < pixels.Length; place++)
            image[place / Canvas.Size, place % Canvas.Size] = pixels[place] / (double)byte.MaxValue;
        string[] words = [.. caption.TokensAndEnd(SpecialTokens.End).Select(static token => token == SpecialTokens.End ? "end" : Captions.Vocabulary[token])];
        AttentionOverImage.Save(path, image, words, caption.Attention!, Side, Side, right is null ? null : $"It should read: {Captions.Text(right)}");
    }

    private static bool IsRight((Canvas Canvas, Hypothesis Caption) pair) => pair.Canvas.Words.SequenceEqual(CaptionScore.WordsOf(pair.Caption), StringComparer.Ordinal);
}
