using System.Globalization;
using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Plots an image as the input of a recurrent network: the sequence of its rows.</summary>
public static class ImageAsSequence
{
    private const int Width = 1500;
    private const int Height = 510;
    private const int MostTicks = 10;

    /// <summary>The height of the value 1 in the plot of the rows, in rows.</summary>
    private const double Amplitude = 1.9;

    private static readonly Color Arrow = Color.FromHex("#f97316");
    private static readonly Color Area = Color.FromHex("#ffedd5");

    /// <summary>Draws the image, its reading order, and the input vector of each step to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="image">Grey values [rows, columns] from 0, the background, to 1.</param>
    /// <exception cref="ArgumentException">The image has no pixels.</exception>
    public static void Save(string path, double[,] image)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(image);
        if (image.Length == 0)
            throw new ArgumentException("The image has no pixels.", nameof(image));

        using var original = Original(image);
        using var order = ReadingOrder(image);
        using var rows = Rows(image);
        Figure.Save(path, Width, Height, original, order, rows);
    }

    private static Plot Original(double[,] image)
    {
        var plot = Image(image, string.Create(CultureInfo.InvariantCulture, $"Original image ({image.GetLength(0)}×{image.GetLength(1)})"), "row");
        Figure.Ticks(plot.Axes.Left, image.GetLength(0), MostTicks);
        return plot;
    }

    private static Plot ReadingOrder(double[,] image)
    {
        var (rows, columns) = (image.GetLength(0), image.GetLength(1));
        var plot = Image(image, string.Create(CultureInfo.InvariantCulture, $"Reading row by row, t = 1 … {rows}"), "time step t");
        Figure.Ticks(plot.Axes.Left, rows, MostTicks, first: 1);
        for (var row = 0; row < rows; row += (rows + MostTicks - 1) / MostTicks)
        {
            var arrow = plot.Add.Arrow(0, row, columns - 1, row);
            arrow.ArrowFillColor = Arrow;
            arrow.ArrowLineWidth = 0;
            arrow.ArrowWidth = 2;
            arrow.ArrowheadAxisLength = 12;
            arrow.ArrowheadLength = 12;
            arrow.ArrowheadWidth = 9;
        }
        return plot;
    }

    private static Plot Rows(double[,] image)
    {
        var (rows, columns) = (image.GetLength(0), image.GetLength(1));
        var plot = Figure.Panel("Rows as input vectors", "pixel of the row", "time step t");
        var places = Enumerable.Range(0, columns).Select(static column => (double)column).ToArray();
        for (var row = 0; row < rows; row++)
        {
            // The axis points down, so a high value is drawn above its row and covers parts of the previous rows.
            var floor = (double)row;
            var heights = Array.ConvertAll(places, column => floor - (Amplitude * image[row, (int)column]));
            var area = plot.Add.FillY(places, Array.ConvertAll(places, _ => floor), heights);
            area.FillColor = Area;
            area.LineWidth = 0;
            area.MarkerSize = 0;
            plot.Add.ScatterLine(places, heights, Figure.Ink).LineWidth = 1.3f;
        }
        plot.Axes.SetLimits(-.5, columns - .5, rows - .2, -.3 - Amplitude);
        Figure.Ticks(plot.Axes.Bottom, columns, MostTicks);
        Figure.Ticks(plot.Axes.Left, rows, MostTicks, first: 1);
        plot.Grid.YAxisStyle.IsVisible = false;
        return plot;
    }

    private static Plot Image(double[,] image, string title, string rowAxis)
    {
        var plot = Figure.Panel(title, "column", rowAxis);
        Figure.Table(plot, image, new ScottPlot.Colormaps.Grayscale(), low: 0, high: 1);
        plot.Axes.SquareUnits();
        Figure.Ticks(plot.Axes.Bottom, image.GetLength(1), MostTicks);
        return plot;
    }
}
