using SkiaSharp;

namespace RnnDsl.Runtime.Tests.Plots;

/// <summary>The pixels of a PNG.</summary>
internal static class Picture
{
    public static SKBitmap Read(string path) => SKBitmap.Decode(path);

    /// <summary>How many of the pixels are of a colour, give or take a little.</summary>
    public static int Count(SKBitmap picture, string colour, SKRectI? within = null)
    {
        var wanted = SKColor.Parse(colour);
        var area = within ?? new SKRectI(0, 0, picture.Width, picture.Height);
        var count = 0;
        for (var y = area.Top; y < area.Bottom; y++)
        {
            for (var x = area.Left; x < area.Right; x++)
                count += Near(picture.GetPixel(x, y), wanted) ? 1 : 0;
        }
        return count;
    }

    private static bool Near(SKColor a, SKColor b) => Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue) < 24;
}
