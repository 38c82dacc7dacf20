using RnnDsl.Files;
using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>
/// Plots the attention of a caption decoder over an image: the image itself, and for each generated word the image with its attention weights
/// highlighted, as in K. Xu et al., "Show, Attend and Tell: Neural Image Caption Generation with Visual Attention", ICML 2015.
/// </summary>
public static class AttentionOverImage
{
    private const int PanelsInARow = 7;

    /// <summary>The longer side of a panel, in pixels.</summary>
    private const int Side = 160;
    private const int Gap = 8;
    private const int WordHeight = 28;
    private const float WordSize = 17;
    private const int TitleHeight = 36;

    /// <summary>The opacity of the highlight at the largest weight.</summary>
    private const double Opacity = 0.8;

    private static readonly Color Light = Color.FromHex("#ff8c1a");

    /// <summary>Draws the panels to a PNG, written atomically. The highlight of each word is scaled to its own largest weight.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="image">Grey values [height, width], from 0, black, to 1, white.</param>
    /// <param name="words">The generated words.</param>
    /// <param name="weights">Attention weights [words, rows × columns], row by row.</param>
    /// <param name="rows">The rows of the attention grid.</param>
    /// <param name="columns">The columns of the attention grid.</param>
    /// <param name="title">The title; <c>null</c> for none.</param>
    /// <exception cref="ArgumentException">There are no pixels or no words, or the weights have another size.</exception>
    public static void Save(string path, double[,] image, IReadOnlyList<string> words, float[,] weights, int rows, int columns, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        Check(image, words, weights, rows, columns);
        var scale = (double)Side / Math.Max(image.GetLength(0), image.GetLength(1));
        var (width, height) = (Pixels(image.GetLength(1) * scale), Pixels(image.GetLength(0) * scale));
        var across = Math.Min(words.Count + 1, PanelsInARow);
        var down = (words.Count + across) / across;
        var above = title is null ? 0 : TitleHeight;
        var (totalWidth, totalHeight) = (Gap + (across * (width + Gap)), above + (down * (height + WordHeight + Gap)));

        // One plot with pixel coordinates, origin at the lower left corner.
        using var plot = new Plot();
        plot.Layout.Frameless();
        plot.HideGrid();
        plot.Axes.SetLimits(0, totalWidth, 0, totalHeight);
        if (title is not null)
            Text(plot, title, totalWidth / 2d, totalHeight - (TitleHeight / 2d), bold: true);
        for (var panel = 0; panel <= words.Count; panel++)
        {
            var left = Gap + (panel % across * (width + Gap));
            var bottom = totalHeight - above - ((panel / across + 1) * (height + WordHeight + Gap)) + Gap;
            var picture = panel == 0 ? Highlighted(image, width, height, static (_, _) => 0) : Highlighted(image, width, height, Interpolated(weights, panel - 1, rows, columns));
            plot.Add.ImageRect(new Image(picture), new CoordinateRect(left, left + width, bottom, bottom + height));
            if (panel > 0)
                Text(plot, words[panel - 1], left + (width / 2d), bottom + height + (WordHeight / 2d));
        }
        AtomicFile.Write(path, stream => stream.Write(plot.GetImageBytes(totalWidth, totalHeight, ImageFormat.Png)));
    }

    private static void Check(double[,] image, IReadOnlyList<string> words, float[,] weights, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(weights);
        if (image.Length == 0)
            throw new ArgumentException("The image has no pixels.", nameof(image));
        if (words.Count == 0)
            throw new ArgumentException("There are no words to plot.", nameof(words));
        if (rows < 1 || columns < 1 || weights.GetLength(0) != words.Count || weights.GetLength(1) != rows * columns)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The weights are [{weights.GetLength(0)}, {weights.GetLength(1)}], where {words.Count} words and {rows} × {columns} positions are expected."),
                nameof(weights));
        }
    }

    private static int Pixels(double length) => Math.Max(1, (int)Math.Round(length));

    /// <summary>The image with the highlight, [height, width, colours].</summary>
    /// <param name="image">Grey values.</param>
    /// <param name="width">The width of the result.</param>
    /// <param name="height">The height of the result.</param>
    /// <param name="light">The strength of the highlight at a vertical and a horizontal position, each from 0 to 1.</param>
    private static byte[,,] Highlighted(double[,] image, int width, int height, Func<double, double, double> light)
    {
        var lit = new byte[height, width, 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (down, across) = ((y + .5) / height, (x + .5) / width);
                var grey = byte.MaxValue * Math.Clamp(image[(int)(down * image.GetLength(0)), (int)(across * image.GetLength(1))], 0, 1);
                var share = Opacity * light(down, across);
                (lit[y, x, 0], lit[y, x, 1], lit[y, x, 2]) = (Mixed(Light.R), Mixed(Light.G), Mixed(Light.B));

                byte Mixed(byte colour) => (byte)Math.Round(((1 - share) * grey) + (share * colour));
            }
        }
        return lit;
    }

    /// <summary>The weights of a word over the whole image, bilinear between the centres of the grid cells.</summary>
    private static Func<double, double, double> Interpolated(float[,] weights, int word, int rows, int columns)
    {
        var largest = Enumerable.Range(0, rows * columns).Max(place => weights[word, place]);
        return (down, across) =>
        {
            var (upper, lower, below) = Between(down, rows);
            var (left, right, beyond) = Between(across, columns);
            var light = ((1 - below) * Row(upper)) + (below * Row(lower));
            return largest > 0 ? light / largest : 0;

            double Row(int row) => ((1 - beyond) * weights[word, (row * columns) + left]) + (beyond * weights[word, (row * columns) + right]);
        };
    }

    /// <summary>The two grid cells between which a point lies, and its fraction of the distance from the first to the second.</summary>
    private static (int First, int Second, double Share) Between(double point, int cells)
    {
        var position = Math.Clamp((point * cells) - .5, 0, cells - 1);
        var first = (int)position;
        return (first, Math.Min(first + 1, cells - 1), position - first);
    }

    private static void Text(Plot plot, string text, double x, double y, bool bold = false)
    {
        var label = plot.Add.Text(text, x, y);
        (label.LabelFontSize, label.LabelFontColor, label.LabelBold, label.LabelAlignment) = (WordSize, Figure.Ink, bold, Alignment.MiddleCenter);
    }
}
