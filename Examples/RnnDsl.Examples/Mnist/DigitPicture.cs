using RnnDsl.Examples.Common;
using SkiaSharp;

namespace RnnDsl.Examples.Mnist;

/// <summary>Converts a user's image to the format of MNIST: light on dark, 20 pixels high, centred by mass.</summary>
internal static class DigitPicture
{
    private const int Size = DrawnDigits.Size;
    private const double InkSize = 20;

    /// <summary>Grey values [28, 28], 0 for the background.</summary>
    /// <exception cref="UsageException">The file is missing or no image, or the image is blank.</exception>
    public static byte[] Read(string path)
    {
        var picture = InkPicture.Read(path);
        if (picture.IsDark(Size))
            return picture.Grey;
        using var ink = picture.Scaled(static (width, height) => InkSize / Math.Max(width, height));
        return Centred(ink);
    }

    /// <summary>Moves the centre of mass to the centre of the image.</summary>
    private static byte[] Centred(SKBitmap ink)
    {
        var (weight, x, y) = (0d, 0d, 0d);
        var pixels = ink.GetPixelSpan();
        for (var row = 0; row < ink.Height; row++)
        {
            for (var column = 0; column < ink.Width; column++)
            {
                var value = pixels[(row * ink.RowBytes) + column];
                (weight, x, y) = (weight + value, x + (value * (column + .5)), y + (value * (row + .5)));
            }
        }

        // The ink stays inside the image.
        var left = Math.Clamp((int)Math.Round((Size / 2d) - (x / weight)), 0, Size - ink.Width);
        var top = Math.Clamp((int)Math.Round((Size / 2d) - (y / weight)), 0, Size - ink.Height);
        var image = new byte[Size * Size];
        for (var row = 0; row < ink.Height; row++)
            pixels.Slice(row * ink.RowBytes, ink.Width).CopyTo(image.AsSpan(((top + row) * Size) + left));
        return image;
    }
}
