using RnnDsl.Examples.Common;
using RnnDsl.Torch;
using SkiaSharp;

namespace RnnDsl.Examples.Mnist;

/// <summary>A picture of the user's own, brought into the form of MNIST's images: light on dark, 20 pixels high, its weight in the middle.</summary>
internal static class DigitPicture
{
    private const int Size = DrawnDigits.Size;
    private const int InkSize = 20;
    private const int LargestSide = 10_000;

    // Differences from the paper below this share of the strongest are paper too.
    private const double Threshold = 0.25;
    private const int FaintestInk = 32;

    /// <summary>Grey values [28, 28], 0 for the background.</summary>
    /// <exception cref="UsageException">There is no such file, it is no picture, or nothing is to be seen on it.</exception>
    public static byte[] Read(string path)
    {
        using var picture = Decode(path);
        var grey = Grey(picture);
        var (width, height) = (picture.Width, picture.Height);

        // The paper is what the rim shows.
        var rim = Enumerable.Range(0, grey.Length).Where(i => i < width || i >= grey.Length - width || i % width == 0 || i % width == width - 1).Select(i => grey[i]).Order().ToArray();
        var paper = rim[rim.Length / 2];
        if ((width, height) == (Size, Size) && paper < FaintestInk)
            return grey;

        var ink = Array.ConvertAll(grey, value => (byte)Math.Abs(value - paper));
        var strongest = ink.Max();
        if (strongest < FaintestInk)
            throw new UsageException($"'{path}' shows nothing: all its pixels are about alike.");
        ink = Array.ConvertAll(ink, value => value < Threshold * strongest ? (byte)0 : (byte)(value * byte.MaxValue / strongest));
        return Centred(Scaled(ink, width, height));
    }

    private static SKBitmap Decode(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no picture '{path}'.");
        using var codec = SKCodec.Create(path);
        if (codec is null)
            throw new UsageException($"'{path}' is no picture that can be read: PNG, JPEG, BMP, GIF and WebP can.");
        if (codec.Info.Width > LargestSide || codec.Info.Height > LargestSide)
            throw new UsageException($"'{path}' has {codec.Info.Width} × {codec.Info.Height} pixels: more than {LargestSide} on a side cannot be read. Scale it down.");
        return SKBitmap.Decode(codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul))
            ?? throw new UsageException($"'{path}' is a damaged picture: it cannot be decoded.");
    }

    /// <summary>Brightness from 0 to 255; what is transparent is white.</summary>
    private static byte[] Grey(SKBitmap picture) => Array.ConvertAll(picture.Pixels, static pixel =>
    {
        var brightness = (0.299 * pixel.Red) + (0.587 * pixel.Green) + (0.114 * pixel.Blue);
        return (byte)Math.Round(byte.MaxValue + ((brightness - byte.MaxValue) * pixel.Alpha / byte.MaxValue));
    });

    /// <summary>The part with ink, its longer side 20 pixels.</summary>
    private static SKBitmap Scaled(byte[] ink, int width, int height)
    {
        var columns = Enumerable.Range(0, width).Where(column => Enumerable.Range(0, height).Any(row => ink[(row * width) + column] > 0)).ToArray();
        var rows = Enumerable.Range(0, height).Where(row => ink.AsSpan(row * width, width).ContainsAnyExcept((byte)0)).ToArray();
        var (left, top) = (columns[0], rows[0]);
        using var cut = new SKBitmap(columns[^1] - left + 1, rows[^1] - top + 1, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var row = 0; row < cut.Height; row++)
            ink.AsSpan(((top + row) * width) + left, cut.Width).CopyTo(cut.GetPixelSpan()[(row * cut.RowBytes)..]);

        var scale = (double)InkSize / Math.Max(cut.Width, cut.Height);
        var size = new SKSizeI(Math.Max(1, (int)Math.Round(cut.Width * scale)), Math.Max(1, (int)Math.Round(cut.Height * scale)));
        return cut.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    /// <summary>Puts the centre of the ink's weight into the middle of the image.</summary>
    private static byte[] Centred(SKBitmap ink)
    {
        using (ink)
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

            // All 20 pixels stay inside, however the weight lies.
            var left = Math.Clamp((int)Math.Round((Size / 2d) - (x / weight)), 0, Size - ink.Width);
            var top = Math.Clamp((int)Math.Round((Size / 2d) - (y / weight)), 0, Size - ink.Height);
            var image = new byte[Size * Size];
            for (var row = 0; row < ink.Height; row++)
                pixels.Slice(row * ink.RowBytes, ink.Width).CopyTo(image.AsSpan(((top + row) * Size) + left));
            return image;
        }
    }
}
