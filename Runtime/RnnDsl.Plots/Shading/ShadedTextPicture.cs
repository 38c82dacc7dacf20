using RnnDsl.Files;
using ScottPlot;
using SkiaSharp;

namespace RnnDsl.Plots;

/// <summary>Draws shaded texts to an image, one below the other.</summary>
public static class ShadedTextPicture
{
    private const int Width = 1100;
    private const int Margin = 32;
    private const float WordSize = 20;
    private const float CaptionSize = 14;
    private const float LineHeight = 34;
    private const float CaptionHeight = 26;
    private const float Between = 20;
    private const float Padding = 4;
    private const float Corner = 5;

    private static readonly SKColor Ink = SKColor.Parse("#1f2937");
    private static readonly SKColor Faint = SKColor.Parse("#6b7280");

    /// <summary>Draws the texts to a PNG, written atomically. The height of the image grows with them.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="texts">The texts.</param>
    /// <exception cref="ArgumentException">There are no texts.</exception>
    public static void Save(string path, IReadOnlyList<ShadedText> texts)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
            throw new ArgumentException("There are no texts to draw.", nameof(texts));

        using var words = new SKFont(Fonts.GetTypeface(Fonts.Sans, bold: false, italic: false), WordSize);
        using var captions = new SKFont(Fonts.GetTypeface(Fonts.Sans, bold: true, italic: false), CaptionSize);
        var placed = texts.Select(text => Lines(text, words)).ToList();
        var height = (2 * Margin) - Between + placed.Sum(static lines => CaptionHeight + (lines * LineHeight) + Between);
        using var bitmap = new SKBitmap(Width, (int)Math.Ceiling(height));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);

        var top = (float)Margin;
        for (var i = 0; i < texts.Count; i++)
        {
            Caption(canvas, captions, texts[i], top);
            Words(canvas, words, texts[i], top + CaptionHeight);
            top += CaptionHeight + (placed[i] * LineHeight) + Between;
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, png.SaveTo);
    }

    private static void Caption(SKCanvas canvas, SKFont font, ShadedText text, float top)
    {
        using var mark = new SKPaint { Color = SKColor.Parse(text.Colour), IsAntialias = true };
        using var ink = new SKPaint { Color = Faint, IsAntialias = true };
        canvas.DrawCircle(Margin + 6, top + (CaptionHeight / 2), 5, mark);
        canvas.DrawText(text.Caption, Margin + 18, top + (CaptionHeight / 2) + (CaptionSize * 0.36f), font, ink);
    }

    private static void Words(SKCanvas canvas, SKFont font, ShadedText text, float top)
    {
        foreach (var (word, line, left, width) in Places(text, font))
        {
            var background = text.BackgroundOf(word);
            var above = top + (line * LineHeight);
            using var shade = new SKPaint { Color = new SKColor(background.Red, background.Green, background.Blue), IsAntialias = true };
            canvas.DrawRoundRect(left, above + 2, width, LineHeight - 6, Corner, Corner, shade);

            using var ink = new SKPaint { Color = background.IsDark ? SKColors.White : Ink, IsAntialias = true };
            canvas.DrawText(text.Words[word], left + Padding, above + (LineHeight / 2) + (WordSize * 0.31f), font, ink);
        }
    }

    private static int Lines(ShadedText text, SKFont font) => 1 + Places(text, font).Last().Line;

    /// <summary>The position of each word: lines are filled from the left; a word wider than a line has its own line.</summary>
    private static IEnumerable<(int Word, int Line, float Left, float Width)> Places(ShadedText text, SKFont font)
    {
        var (line, left) = (0, (float)Margin);
        for (var word = 0; word < text.Words.Count; word++)
        {
            var width = font.MeasureText(text.Words[word]) + (2 * Padding);
            if (left > Margin && left + width > Width - Margin)
                (line, left) = (line + 1, Margin);
            yield return (word, line, left, width);
            left += width + 1;
        }
    }
}
