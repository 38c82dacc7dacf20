using RnnDsl.Examples.Common;
using SkiaSharp;

namespace RnnDsl.Examples.Caption;

/// <summary>A picture of the user's own, brought into the form of the canvases: light on dark, its digits 20 pixels high, 64 × 64 in all.</summary>
internal static class CanvasPicture
{
    /// <summary>MNIST's digits fill 20 pixels of their longer side.</summary>
    private const double DigitSize = 20;

    /// <summary>Smaller ones cannot be told from each other.</summary>
    private const double SmallestDigit = 13;

    /// <summary>What all digits together may fill.</summary>
    private const double InkSize = Canvas.Size - 2;

    /// <summary>How large a picture is at most while its digits are looked for.</summary>
    private const double SearchSize = 400;

    /// <summary>Strokes smaller than this share of the largest are specks or parts of a digit.</summary>
    private const double Speck = 0.4;

    /// <summary>Grey values [64, 64], 0 for the background.</summary>
    /// <exception cref="UsageException">There is no such file, it is no picture, nothing is to be seen on it, or its digits are too far apart.</exception>
    public static byte[] Read(string path)
    {
        var picture = InkPicture.Read(path);
        if (picture.IsDark(Canvas.Size))
            return picture.Grey;
        using var ink = picture.Scaled((width, height) =>
        {
            var digit = DigitSide(picture) * Math.Max(width, height);
            var scale = Math.Min(DigitSize / digit, InkSize / Math.Max(width, height));
            return digit * scale >= SmallestDigit
                ? scale
                : throw new UsageException($"'{path}' has digits of about {digit:F0} pixels that fill {width} × {height}: too far apart, or more than three. A canvas has room for {InkSize / DigitSize:F0} digits a side.");
        });
        return Centred(ink);
    }

    /// <summary>The longer side of a digit, the middle one of all that hangs together, as a share of the longer side of all ink.</summary>
    private static double DigitSide(InkPicture picture)
    {
        using var ink = picture.Scaled(static (width, height) => Math.Min(1, SearchSize / Math.Max(width, height)));
        var sides = Strokes(ink).Order().ToList();
        var digits = sides.Where(side => side >= Speck * sides[^1]).ToList();
        return digits[digits.Count / 2] / (double)Math.Max(ink.Width, ink.Height);
    }

    /// <summary>The longer side of everything that hangs together.</summary>
    private static IEnumerable<int> Strokes(SKBitmap ink)
    {
        var (width, height) = (ink.Width, ink.Height);
        var open = new bool[width * height];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                open[(row * width) + column] = ink.GetPixelSpan()[(row * ink.RowBytes) + column] > 0;
        }

        for (var start = 0; start < open.Length; start++)
        {
            if (open[start])
                yield return Walk(open, width, height, start);
        }
    }

    /// <summary>Takes away all that hangs together with a pixel, and says how long its longer side is.</summary>
    private static int Walk(bool[] open, int width, int height, int start)
    {
        var (left, top, right, bottom) = (width, height, 0, 0);
        var waiting = new Stack<int>([start]);
        open[start] = false;
        while (waiting.TryPop(out var place))
        {
            var (row, column) = Math.DivRem(place, width);
            (left, top, right, bottom) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column), Math.Max(bottom, row));
            for (var y = Math.Max(row - 1, 0); y <= Math.Min(row + 1, height - 1); y++)
            {
                for (var x = Math.Max(column - 1, 0); x <= Math.Min(column + 1, width - 1); x++)
                {
                    if (!open[(y * width) + x])
                        continue;
                    open[(y * width) + x] = false;
                    waiting.Push((y * width) + x);
                }
            }
        }
        return Math.Max(right - left, bottom - top) + 1;
    }

    private static byte[] Centred(SKBitmap ink)
    {
        var (left, top) = ((Canvas.Size - ink.Width) / 2, (Canvas.Size - ink.Height) / 2);
        var canvas = new byte[Canvas.Size * Canvas.Size];
        for (var row = 0; row < ink.Height; row++)
            ink.GetPixelSpan().Slice(row * ink.RowBytes, ink.Width).CopyTo(canvas.AsSpan(((top + row) * Canvas.Size) + left));
        return canvas;
    }
}
