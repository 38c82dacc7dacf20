using RnnDsl.Files;
using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>
/// Plots attention weights as an alignment: source words across, generated words down, weights as colours, as in D.
/// Bahdanau, K. Cho and Y. Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", ICLR 2015.
/// </summary>
public static class AlignmentMap
{
    private const float WordSize = 15;
    private const float TitleSize = 17;
    private const int LargestCell = 40;
    private const int SmallestCell = 18;
    private const int Gap = 10;
    private const int ColourBar = 116;
    private const int AxisName = 24;
    private const int MostPixels = 1400;

    /// <summary>From white for 0 to dark blue for 1.</summary>
    private static readonly Color[] WhiteToBlue =
        [.. new[] { "#ffffff", "#e3eef9", "#c5dbef", "#94c4df", "#5ba3cf", "#2f7ebc", "#0f59a3", "#08306b" }.Select(static hex => Color.FromHex(hex))];

    /// <summary>Draws the weights to a PNG, written atomically. The size of the image grows with the words.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="source">The source words.</param>
    /// <param name="target">The generated words.</param>
    /// <param name="weights">Attention weights [target steps, source positions], from 0 to 1.</param>
    /// <param name="title">The title; <c>null</c> for none.</param>
    /// <exception cref="ArgumentException">There are no words, or the weights have another size.</exception>
    public static void Save(string path, IReadOnlyList<string> source, IReadOnlyList<string> target, double[,] weights, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(weights);
        if (source.Count == 0 || target.Count == 0)
            throw new ArgumentException("There are no words to plot.", source.Count == 0 ? nameof(source) : nameof(target));
        if (weights.GetLength(0) != target.Count || weights.GetLength(1) != source.Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The weights are [{weights.GetLength(0)}, {weights.GetLength(1)}], where the words are [{target.Count}, {source.Count}]."),
                nameof(weights));
        }

        using var plot = new Plot();
        var map = Figure.Table(plot, weights, new ScottPlot.Colormaps.CustomInterpolated(WhiteToBlue), low: 0, high: 1);
        Lines(plot, source.Count, target.Count);
        Words(plot.Axes.Left, target);
        Words(plot.Axes.Top, source);
        plot.Axes.SetLimitsX(-.5, source.Count - .5, plot.Axes.Top);
        var upright = source.All(static word => word.Length == 1);
        if (!upright)
        {
            plot.Axes.Top.TickLabelStyle.Rotation = -90;
            plot.Axes.Top.TickLabelStyle.Alignment = Alignment.MiddleLeft;
        }
        Name(plot.Axes.Left.Label, "output");
        Name(plot.Axes.Top.Label, "source");
        plot.Axes.Top.Label.OffsetY = AxisName / 2;
        Words(plot.Axes.Bottom, []);

        Figure.LabelFraction(plot.Add.ColorBar(map), "attention weight");

        // A title is centred over the cells and needs half of its width on each side.
        var cell = Math.Clamp(MostPixels / Math.Max(source.Count, target.Count), SmallestCell, LargestCell);
        var (across, down) = (cell * source.Count, cell * target.Count);
        var above = (upright ? WordSize : Figure.TextWidth(source, WordSize)) + Gap + AxisName;
        var beside = title is null ? 0 : Gap + ((Figure.TextWidth([title], TitleSize, bold: true) - across) / 2);
        var padding = new PixelPadding(
            left: Math.Max(Figure.TextWidth(target, WordSize) + (2 * Gap) + AxisName, beside),
            right: Math.Max(ColourBar, beside),
            bottom: 2 * Gap,
            top: above + Gap + (title is null ? 0 : TitleSize + Gap + Gap));
        if (title is not null)
            plot.Title(title, TitleSize);
        plot.Axes.Top.MinimumSize = plot.Axes.Top.MaximumSize = above;
        plot.Layout.Fixed(padding);
        var (width, height) = ((int)(padding.Left + padding.Right) + across, (int)(padding.Top + padding.Bottom) + down);
        AtomicFile.Write(path, stream => stream.Write(plot.GetImageBytes(width, height, ImageFormat.Png)));
    }

    /// <inheritdoc cref="Save(string, IReadOnlyList{string}, IReadOnlyList{string}, double[,], string?)"/>
    public static void Save(string path, IReadOnlyList<string> source, IReadOnlyList<string> target, float[,] weights, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var wide = new double[weights.GetLength(0), weights.GetLength(1)];
        Array.Copy(weights, wide, weights.Length);
        Save(path, source, target, wide, title);
    }

    private static void Words(IAxis axis, IReadOnlyList<string> words)
    {
        axis.SetTicks([.. Enumerable.Range(0, words.Count).Select(static place => (double)place)], [.. words]);
        axis.TickLabelStyle.FontSize = WordSize;
        axis.TickLabelStyle.ForeColor = Figure.Ink;
        axis.MajorTickStyle.Length = 0;
    }

    private static void Name(LabelStyle label, string name)
    {
        label.Text = name;
        label.FontSize = WordSize;
        label.Bold = false;
    }

    /// <summary>Thin lines between the cells, so that an eye finds the word of a pale one.</summary>
    private static void Lines(Plot plot, int columns, int rows)
    {
        for (var column = 1; column < columns; column++)
            plot.Add.VerticalLine(column - .5, 1, Figure.Grid);
        for (var row = 1; row < rows; row++)
            plot.Add.HorizontalLine(row - .5, 1, Figure.Grid);
    }
}
