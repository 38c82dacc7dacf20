using SkiaSharp;

namespace RnnDsl.Examples.Common;

/// <summary>A picture of the user's own as ink on paper, dark on light or light on dark.</summary>
internal sealed class InkPicture
{
    private const int LargestSide = 10_000;

    // Differences from the paper below this share of the strongest are paper too.
    private const double Threshold = 0.25;
    private const int FaintestInk = 32;

    private readonly string _path;
    private readonly byte _paper;
    private readonly Lazy<byte[]> _ink;

    private InkPicture(string path, int width, int height, byte[] grey)
    {
        (_path, Width, Height, Grey) = (path, width, height, grey);

        // The paper is what the rim shows.
        var rim = Enumerable.Range(0, grey.Length).Where(i => i < width || i >= grey.Length - width || i % width == 0 || i % width == width - 1).Select(i => grey[i]).Order().ToArray();
        _paper = rim[rim.Length / 2];
        _ink = new(FindInk);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Brightness [height, width], row by row, from 0 to 255; what is transparent is white.</summary>
    public byte[] Grey { get; }

    /// <summary>Whether it has so many pixels on each side and dark paper: the form that MNIST's images have.</summary>
    public bool IsDark(int side) => (Width, Height) == (side, side) && _paper < FaintestInk;

    /// <exception cref="UsageException">There is no such file, or it is no picture.</exception>
    public static InkPicture Read(string path)
    {
        using var picture = Decode(path);
        return new(path, picture.Width, picture.Height, Array.ConvertAll(picture.Pixels, Brightness));
    }

    /// <summary>The part with ink, so many times as large: 0 where paper is, 255 where ink is strongest.</summary>
    /// <param name="scale">From the width and height of that part.</param>
    /// <exception cref="UsageException">Nothing is to be seen on the picture.</exception>
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
            throw new UsageException($"There is no picture '{path}'.");
        using var codec = SKCodec.Create(path);
        if (codec is null)
            throw new UsageException($"'{path}' is no picture that can be read: PNG, JPEG, BMP, GIF and WebP can.");
        if (codec.Info.Width > LargestSide || codec.Info.Height > LargestSide)
            throw new UsageException($"'{path}' has {codec.Info.Width} × {codec.Info.Height} pixels: more than {LargestSide} on a side cannot be read. Scale it down.");
        return SKBitmap.Decode(codec, new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul))
            ?? throw new UsageException($"'{path}' is a damaged picture: it cannot be decoded.");
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
            throw new UsageException($"'{_path}' shows nothing: all its pixels are about alike.");
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
