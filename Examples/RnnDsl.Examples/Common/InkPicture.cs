using SkiaSharp;

namespace RnnDsl.Examples.Common;

/// <summary>A user's image as ink on paper, dark on light or light on dark.</summary>
internal sealed class InkPicture
{
    private const int LargestSide = 10_000;

    // Differences from the paper below this fraction of the largest count as paper.
    private const double Threshold = 0.25;
    private const int FaintestInk = 32;

    private readonly string _path;
    private readonly byte _paper;
    private readonly Lazy<byte[]> _ink;

    private InkPicture(string path, int width, int height, byte[] grey)
    {
        (_path, Width, Height, Grey) = (path, width, height, grey);

        // The paper colour is the median of the border.
        var rim = Enumerable.Range(0, grey.Length).Where(i => i < width || i >= grey.Length - width || i % width == 0 || i % width == width - 1).Select(i => grey[i]).Order().ToArray();
        _paper = rim[rim.Length / 2];
        _ink = new(FindInk);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Brightness [height, width], row-major, from 0 to 255; transparent pixels are white.</summary>
    public byte[] Grey { get; }

    /// <summary>Whether the image has this side length and a dark background, as MNIST's images.</summary>
    public bool IsDark(int side) => (Width, Height) == (side, side) && _paper < FaintestInk;

    /// <exception cref="UsageException">The file is missing or no image.</exception>
    public static InkPicture Read(string path)
    {
        using var picture = Decode(path);
        return new(path, picture.Width, picture.Height, Array.ConvertAll(picture.Pixels, Brightness));
    }

    /// <summary>The bounding box of the ink, scaled; 0 is paper, 255 the strongest ink.</summary>
    /// <param name="scale">Scale factor from width and height of the box.</param>
    /// <exception cref="UsageException">The image is blank.</exception>
    public SKBitmap Scaled(Func<int, int, double> scale)
    {
        using var cut = Cut();
        var factor = scale(cut.Width, cut.Height);
        var size = new SKSizeI(Math.Max(1, (int)Math.Round(cut.Width * factor)), Math.Max(1, (int)Math.Round(cut.Height * factor)));
        return cut.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    private static SKBitmap Decode(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no image '{path}'.");
        using var codec = SKCodec.Create(path);
        if (codec is null)
            throw new UsageException($"'{path}' is not a readable image. Supported formats: PNG, JPEG, BMP, GIF and WebP.");
        if (codec.Info.Width > LargestSide || codec.Info.Height > LargestSide)
            throw new UsageException($"'{path}' has {codec.Info.Width} × {codec.Info.Height} pixels: the maximum side length is {LargestSide}. Scale it down.");
        return SKBitmap.Decode(codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul))
            ?? throw new UsageException($"'{path}' is a damaged image: it cannot be decoded.");
    }

    private static byte Brightness(SKColor pixel)
    {
        var brightness = (0.299 * pixel.Red) + (0.587 * pixel.Green) + (0.114 * pixel.Blue);
        return (byte)Math.Round(byte.MaxValue + ((brightness - byte.MaxValue) * pixel.Alpha / byte.MaxValue));
    }

    private byte[] FindInk()
    {
        var ink = Array.ConvertAll(Grey, value => (byte)Math.Abs(value - _paper));
        var strongest = ink.Max();
        if (strongest < FaintestInk)
            throw new UsageException($"'{_path}' is blank: all its pixels are about equal.");
        return Array.ConvertAll(ink, value => value < Threshold * strongest ? (byte)0 : (byte)(value * byte.MaxValue / strongest));
    }

    private SKBitmap Cut()
    {
        var ink = _ink.Value;
        var columns = Enumerable.Range(0, Width).Where(column => Enumerable.Range(0, Height).Any(row => ink[(row * Width) + column] > 0)).ToArray();
        var rows = Enumerable.Range(0, Height).Where(row => ink.AsSpan(row * Width, Width).ContainsAnyExcept((byte)0)).ToArray();
        var (left, top) = (columns[0], rows[0]);
        var cut = new SKBitmap(columns[^1] - left + 1, rows[^1] - top + 1, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var row = 0; row < cut.Height; row++)
            ink.AsSpan(((top + row) * Width) + left, cut.Width).CopyTo(cut.GetPixelSpan()[(row * cut.RowBytes)..]);
        return cut;
    }
}
