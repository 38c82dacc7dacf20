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

    /// <summary>Creates a panel with a title and axis labels.</summary>
    /// <param name="title">The title.</param>
    /// <param name="x">The label of the horizontal axis.</param>
    /// <param name="y">The label of the vertical axis.</param>
    /// <param name="right">The margin to the right of the data, in pixels.</param>
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

    /// <summary>A heat map: the first row at the top, the first column on the left, both axes counted from 0.</summary>
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
