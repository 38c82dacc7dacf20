using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Plots the hidden state of a recurrent layer over one sequence: time across, units down, values as colours.</summary>
public static class HiddenStateMap
{
    private const int WidthPerPanel = 700;
    private const int Height = 640;

    /// <summary>Blue below zero, white at zero, red above: ColorBrewer's RdBu.</summary>
    private static readonly Color[] BlueToRed =
        [.. new[] { "#053061", "#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#f7f7f7", "#fddbc7", "#f4a582", "#d6604d", "#b2182b", "#67001f" }.Select(static hex => Color.FromHex(hex))];

    /// <summary>One direction of a recurrent layer.</summary>
    /// <param name="Title">The title, such as "forward".</param>
    /// <param name="States">Hidden states [time, units].</param>
    public readonly record struct Direction(string Title, double[,] States);

    /// <summary>Draws one panel per direction to a PNG, written atomically. All panels share one symmetric colour range.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="timeAxis">The label of the time axis, such as "time step t (row of the image)".</param>
    /// <param name="directions">The directions of the layer.</param>
    /// <exception cref="ArgumentException">There are no states.</exception>
    public static void Save(string path, string timeAxis, params Direction[] directions)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(timeAxis);
        ArgumentNullException.ThrowIfNull(directions);
        if (directions.Length == 0 || directions.Any(static direction => direction.States.Length == 0))
            throw new ArgumentException("There are no states to plot.", nameof(directions));

        var values = directions.SelectMany(static direction => direction.States.Cast<double>()).Where(double.IsFinite).Select(Math.Abs);
        var range = values.DefaultIfEmpty().Max() is > 0 and var largest ? largest : 1;
        var panels = Array.ConvertAll(directions, direction => Panel(direction, timeAxis, range));
        try
        {
            Figure.Save(path, WidthPerPanel * panels.Length, Height, panels);
        }
        finally
        {
            foreach (var panel in panels)
                panel.Dispose();
        }
    }

    private static Plot Panel(Direction direction, string timeAxis, double range)
    {
        var (time, units) = (direction.States.GetLength(0), direction.States.GetLength(1));
        var plot = Figure.Panel(direction.Title, timeAxis, "hidden unit", right: 118);
        var cells = new double[units, time];
        for (var unit = 0; unit < units; unit++)
        {
            for (var t = 0; t < time; t++)
                cells[unit, t] = direction.States[t, unit];
        }

        var map = Figure.Table(plot, cells, new ScottPlot.Colormaps.CustomInterpolated(BlueToRed), -range, range);
        var bar = plot.Add.ColorBar(map);
        Figure.Label(bar, "hidden state");
        Figure.EvenTicks(bar.Axis, -range, range);
        Figure.Ticks(plot.Axes.Bottom, time, about: 10, first: 1);
        Figure.Ticks(plot.Axes.Left, units, about: 8);
        return plot;
    }
}
