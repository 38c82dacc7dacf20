using RnnDsl.Examples.Common;
using SkiaSharp;

namespace RnnDsl.Examples.Caption;

/// <summary>Converts a user's image to the format of the canvases: light on dark, digits 20 pixels high, 64 × 64.</summary>
internal static class CanvasPicture
{
    /// <summary>The longer side of an MNIST digit, in pixels.</summary>
    private const double DigitSize = 20;

    /// <summary>Digits below this size are not distinguishable.</summary>
    private const double SmallestDigit = 13;

    /// <summary>The largest side of the box of all digits.</summary>
    private const double InkSize = Canvas.Size - 2;

    /// <summary>The image is scaled down to this size to find the digits.</summary>
    private const double SearchSize = 400;

    /// <summary>Components smaller than this fraction of the largest are specks or parts of a digit.</summary>
    private const double Speck = 0.4;

    /// <summary>Grey values [64, 64], 0 for the background.</summary>
    /// <exception cref="UsageException">The file is missing or no image, the image is blank, or its digits are too far apart.</exception>
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
                : throw new UsageException($"'{path}' has digits of about {digit:F0} pixels in a box of {width} × {height}: they are too far apart, or there are more than three. A canvas fits {InkSize / DigitSize:F0} digits per side.");
        });
        return Centred(ink);
    }

    /// <summary>The longer side of a digit, the median of all connected components, as a fraction of the longer side of all ink.</summary>
    private static double DigitSide(InkPicture picture)
    {
        using var ink = picture.Scaled(static (width, height) => Math.Min(1, SearchSize / Math.Max(width, height)));
        var sides = Strokes(ink).Order().ToList();
        var digits = sides.Where(side => side >= Speck * sides[^1]).ToList();
        return digits[digits.Count / 2] / (double)Math.Max(ink.Width, ink.Height);
    }

    /// <summary>The longer side of each connected component.</summary>
    private static IEnumerable<int> Strokes(SKBitmap ink)
    {
        var (width, height) = (ink.Width, ink.Height);
        var unvisited = new bool[width * height];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                unvisited[(row * width) + column] = ink.GetPixelSpan()[(row * ink.RowBytes) + column] > 0;
        }

        for (var start = 0; start < unvisited.Length; start++)
        {
            if (unvisited[start])
                yield return FloodFill(unvisited, width, height, start);
        }
    }

    /// <summary>Clears the connected component of a pixel and returns its longer side.</summary>
    private static int FloodFill(bool[] unvisited, int width, int height, int start)
    {
        var (left, top, right, bottom) = (width, height, 0, 0);
        var pending = new Stack<int>([start]);
        unvisited[start] = false;
        while (pending.TryPop(out var place))
        {
            var (row, column) = Math.DivRem(place, width);
            (left, top, right, bottom) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column), Math.Max(bottom, row));
            for (var y = Math.Max(row - 1, 0); y <= Math.Min(row + 1, height - 1); y++)
            {
                for (var x = Math.Max(column - 1, 0); x <= Math.Min(column + 1, width - 1); x++)
                {
                    if (!unvisited[(y * width) + x])
                        continue;
                    unvisited[(y * width) + x] = false;
                    pending.Push((y * width) + x);
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
