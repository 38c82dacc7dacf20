namespace RnnDsl.Playground.Digits;

/// <summary>Converts a drawing to the format of MNIST: light on dark, 20 pixels high or wide, centred by mass in 28 × 28 pixels.</summary>
internal static class DigitImage
{
    public const int Size = 28;

    private const int InkSize = 20;
    private const byte FaintestInk = 32;

    /// <summary>Converts a drawing.</summary>
    /// <param name="pixels">Its ink [height, width], 0 for the background.</param>
    /// <param name="width">Its width.</param>
    /// <returns>The image [28, 28]; <c>null</c> if the drawing is empty.</returns>
    public static byte[]? Of(ReadOnlySpan<byte> pixels, int width)
    {
        var (left, top, right, bottom) = (int.MaxValue, int.MaxValue, -1, -1);
        for (var i = 0; i < pixels.Length; i++)
        {
            if (pixels[i] < FaintestInk)
                continue;
            (left, right) = (Math.Min(left, i % width), Math.Max(right, i % width));
            (top, bottom) = (Math.Min(top, i / width), Math.Max(bottom, i / width));
        }

        if (right < 0)
            return null;
        var (inkWidth, inkHeight) = (right - left + 1, bottom - top + 1);
        var scale = (double)InkSize / Math.Max(inkWidth, inkHeight);
        var (columns, rows) = (Math.Max(1, (int)Math.Round(inkWidth * scale)), Math.Max(1, (int)Math.Round(inkHeight * scale)));
        var ink = new double[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                ink[(row * columns) + column] = Mean(pixels, width, left + (column * (double)inkWidth / columns), left + ((column + 1) * (double)inkWidth / columns), top + (row * (double)inkHeight / rows), top + ((row + 1) * (double)inkHeight / rows));
        }

        return Centred(ink, rows, columns);
    }

    /// <summary>The mean of a rectangle, whose borders may lie within pixels.</summary>
    private static double Mean(ReadOnlySpan<byte> pixels, int width, double left, double right, double top, double bottom)
    {
        var (sum, area) = (0d, 0d);
        for (var y = (int)top; y < bottom; y++)
        {
            var height = Math.Min(y + 1, bottom) - Math.Max(y, top);
            for (var x = (int)left; x < right; x++)
            {
                var part = height * (Math.Min(x + 1, right) - Math.Max(x, left));
                if ((y * width) + x < pixels.Length)
                    sum += part * pixels[(y * width) + x];
                area += part;
            }
        }

        return sum / area;
    }

    /// <summary>Moves the centre of mass to the centre of the image, as far as the ink stays inside.</summary>
    private static byte[] Centred(double[] ink, int rows, int columns)
    {
        var (mass, x, y) = (0d, 0d, 0d);
        for (var i = 0; i < ink.Length; i++)
            (mass, x, y) = (mass + ink[i], x + (ink[i] * ((i % columns) + .5)), y + (ink[i] * ((i / columns) + .5)));
        var left = Math.Clamp((int)Math.Round((Size / 2d) - (x / mass)), 0, Size - columns);
        var top = Math.Clamp((int)Math.Round((Size / 2d) - (y / mass)), 0, Size - rows);
        var image = new byte[Size * Size];
        for (var i = 0; i < ink.Length; i++)
            image[((top + (i / columns)) * Size) + left + (i % columns)] = (byte)Math.Round(ink[i]);
        return image;
    }
}
