using System.Globalization;
using RnnDsl.Files;
using ScottPlot;
using ScottPlot.Plottables;

namespace RnnDsl.Plots;

/// <summary>Common parts of all figures: panels, style and saving.</summary>
internal static class Figure
{
    public static readonly Color Ink = Color.FromHex("#1f2937");
    public static readonly Color Accent = Color.FromHex("#c2410c");
    public static readonly Color Grid = Color.FromHex("#e5e7eb");

    private const int MaximumTicks = 9;
    private const float LegendSize = 14;
    private const float LegendSymbol = 28;

    // Distance from the data, margin, symbol and padding of a legend beside its text.
    private const float LegendFrame = LegendSymbol + 82;

    private static readonly double[] TickMultiples = [1, 2, 5, 10];

    /// <summary>A panel with its title and the names of its axes.</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="x">What goes across.</param>
    /// <param name="y">What goes up or down.</param>
    /// <param name="right">Pixels to the right of the data.</param>
    public static Plot Panel(string title, string x, string y, float right = 18)
    {
        var plot = new Plot();
        plot.Title(title, size: 17);
        plot.XLabel(x, size: 15);
        plot.YLabel(y, size: 15);
        plot.Axes.Left.Label.OffsetX = -8;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Grid.MajorLineColor = Grid;

        // Room for the longest tick labels, equal in every panel, so that all panels have the same size.
        plot.Layout.Fixed(new PixelPadding(left: 82, right: right, bottom: 62, top: 48));
        return plot;
    }

    /// <summary>The right padding that a legend beside the data needs, in pixels; the default of <see cref="Panel"/> without names.</summary>
    public static float LegendWidth(IReadOnlyList<string> names) => names.Count == 0 ? 18 : LegendFrame + TextWidth(names, LegendSize);

    /// <summary>Shows the legend beside the data, so that it covers no curve. The panel needs the right padding <see cref="LegendWidth"/>.</summary>
    public static void LegendBeside(Plot plot)
    {
        plot.ShowLegend(Edge.Right);
        Style(plot.Legend);
    }

    /// <summary>The common style of legends.</summary>
    public static void Style(Legend legend)
    {
        legend.FontSize = LegendSize;
        legend.SymbolWidth = LegendSymbol;
        legend.OutlineColor = Grid;
        legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>Labels a colour bar.</summary>
    public static void Label(ScottPlot.Panels.ColorBar bar, string text)
    {
        bar.Label = text;
        bar.LabelStyle.FontSize = 14;
        bar.LabelStyle.Bold = false;
        bar.Axis.TickLabelStyle.FontSize = 13;
    }

    /// <summary>Labels a colour bar of values from 0 to 1.</summary>
    public static void LabelFraction(ScottPlot.Panels.ColorBar bar, string text)
    {
        Label(bar, text);
        bar.Axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([0, .25, .5, .75, 1], ["0.00", "0.25", "0.50", "0.75", "1.00"]);
    }

    /// <summary>Ticks at multiples of 1, 2 or 5 times a power of ten, all with the same number of decimals.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="low">The lower end of the axis.</param>
    /// <param name="high">The upper end of the axis.</param>
    /// <param name="areWhole">Whether the values are whole numbers, such as epochs: no tick lies between two of them.</param>
    public static void EvenTicks(IAxis axis, double low, double high, bool areWhole = false)
    {
        if (!(high > low))
            return;
        var power = (int)Math.Floor(Math.Log10((high - low) / MaximumTicks));
        if (areWhole)
            power = Math.Max(power, 0);
        var step = TickMultiples.Select(multiple => multiple * Math.Pow(10, power)).First(step => (high - low) / step <= MaximumTicks);
        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step * 1.000001)));
        var first = (long)Math.Ceiling(low / step);
        var ticks = Enumerable.Range(0, (int)((long)Math.Floor(high / step) - first) + 1).Select(tick => (first + tick) * step).ToArray();
        axis.SetTicks(ticks, Array.ConvertAll(ticks, tick => tick.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)));
    }

    /// <summary>The width of the longest text, in pixels.</summary>
    public static float TextWidth(IReadOnlyList<string> texts, float size, bool bold = false)
    {
        using var paint = Paint.NewDisposablePaint();
        var style = new LabelStyle { FontSize = size, Bold = bold };
        return texts.Max(text => style.Measure(text, paint).Width);
    }

    /// <summary>A table as colours, a cell for each value: the first row on top, the first column on the left, the axes counting both from 0.</summary>
    public static Heatmap Table(Plot plot, double[,] values, IColormap colours, double low, double high)
    {
        var map = plot.Add.Heatmap(values);
        map.Colormap = colours;
        map.ManualRange = new ScottPlot.Range(low, high);
        plot.Axes.SetLimits(-.5, values.GetLength(1) - .5, values.GetLength(0) - .5, -.5);
        plot.HideGrid();
        return map;
    }

    /// <summary>Sets about this many ticks on an axis of integers from 0, including the first.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="count">The number of integers.</param>
    /// <param name="about">The maximum number of ticks.</param>
    /// <param name="first">The label of the first integer: 0, or 1 for time steps.</param>
    public static void Ticks(IAxis axis, int count, int about, int first = 0)
    {
        var step = (count + about - 1) / about;
        var ticks = Enumerable.Range(0, (count + step - 1) / step).Select(tick => tick * step).ToArray();
        axis.SetTicks(Array.ConvertAll(ticks, static tick => (double)tick), Array.ConvertAll(ticks, tick => (first + tick).ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Draws panels side by side to a PNG, written atomically.</summary>
    public static void Save(string path, int width, int height, params Plot[] panels) => Save(path, width, height, 1, panels.Length, panels);

    /// <summary>Draws panels of equal size, two per row, and disposes them.</summary>
    public static void SaveInRows(string path, int panelWidth, int panelHeight, Plot[] panels)
    {
        var columns = Math.Min(2, panels.Length);
        var rows = (panels.Length + columns - 1) / columns;
        try
        {
            Save(path, panelWidth * columns, panelHeight * rows, rows, columns, panels);
        }
        finally
        {
            foreach (var panel in panels)
                panel.Dispose();
        }
    }

    /// <summary>Draws panels in rows and columns.</summary>
    public static void Save(string path, int width, int height, int rows, int columns, Plot[] panels)
    {
        var figure = new Multiplot { Layout = new ScottPlot.MultiplotLayouts.Grid(rows, columns) };
        figure.RemovePlot(figure.GetPlot(0));
        foreach (var panel in panels)
            figure.AddPlot(panel);
        AtomicFile.Write(path, stream => stream.Write(figure.Render(width, height).GetImageBytes(ImageFormat.Png)));
    }
}
