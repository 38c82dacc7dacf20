using System.Globalization;
using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Plots curves with a logarithmic axis in one or more panels, for errors and gradients.</summary>
public static class LogCurves
{
    private const int WidthPerPanel = 780;
    private const int HeightPerPanel = 520;
    private const int MostTicks = 9;

    private static readonly double[] Multiples = [1, 2, 5];

    private static readonly int[] DecadeSteps = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>Distinguishable with colour blindness (Okabe and Ito), without the light ones.</summary>
    private static readonly Color[] Colours =
        [.. new[] { "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5b6472" }.Select(static hex => Color.FromHex(hex))];

    /// <summary>The style of a curve.</summary>
    public enum Look
    {
        /// <summary>A line.</summary>
        Line,

        /// <summary>A dashed line, for computed values and stopped runs.</summary>
        Dashed,

        /// <summary>A line with markers.</summary>
        Points,
    }

    /// <summary>One curve.</summary>
    /// <param name="Name">The name in the legend; <c>null</c>: not in the legend.</param>
    /// <param name="Colour">The index of the colour, from 0 to 5; 6 is grey.</param>
    /// <param name="Values">Points (x, y). Points that are not above zero are omitted; a curve without points is in the legend only.</param>
    /// <param name="Look">The style.</param>
    public readonly record struct Curve(string? Name, int Colour, IReadOnlyList<(double X, double Y)> Values, Look Look = Look.Line);

    /// <summary>A panel of curves.</summary>
    /// <param name="Title">The title.</param>
    /// <param name="X">The label of the horizontal axis. Where all values on it are whole numbers, such as epochs, so are its ticks.</param>
    /// <param name="Y">The label of the vertical axis.</param>
    /// <param name="Curves">The curves, the last one on top.</param>
    public sealed record Panel(string Title, string X, string Y, IReadOnlyList<Curve> Curves)
    {
        /// <summary>The range of the vertical axis; all values by default.</summary>
        public (double Low, double High)? Range { get; init; }

        /// <summary>The ticks of the horizontal axis, which makes it logarithmic too.</summary>
        public IReadOnlyList<double>? LogarithmicTicks { get; init; }
    }

    /// <summary>Draws the panels, two per row, to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="panels">The panels.</param>
    /// <exception cref="ArgumentException">There are no panels.</exception>
    public static void Save(string path, params Panel[] panels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Length == 0)
            throw new ArgumentException("There are no panels to plot.", nameof(panels));

        // The data areas keep one size; the legends beside them widen all panels alike.
        var right = panels.Max(static panel => Figure.LegendWidth(Names(panel)));
        var width = WidthPerPanel + (int)Math.Ceiling(right - Figure.LegendWidth([]));
        Figure.SaveInRows(path, width, HeightPerPanel, Array.ConvertAll(panels, panel => Draw(panel, right)));
    }

    private static List<string> Names(Panel panel) => [.. panel.Curves.Select(static curve => curve.Name).OfType<string>()];

    private static Plot Draw(Panel panel, float right)
    {
        var plot = Figure.Panel(panel.Title, panel.X, panel.Y, right);
        Func<double, double> across = panel.LogarithmicTicks is null ? static x => x : Math.Log10;
        var drawn = panel.Curves
            .Select(curve => (Curve: curve, Points: curve.Values.Where(static point => point.Y > 0 && double.IsFinite(point.Y)).Select(point => (X: across(point.X), Y: Math.Log10(point.Y))).ToArray()))
            .Where(static curve => curve.Points.Length > 0 || curve.Curve.Name is not null)
            .ToList();
        foreach (var (curve, points) in drawn)
        {
            var line = plot.Add.Scatter(Array.ConvertAll(points, static point => point.X), Array.ConvertAll(points, static point => point.Y), Colours[curve.Colour % Colours.Length]);
            line.LegendText = curve.Name ?? "";
            line.LineWidth = curve.Look == Look.Dashed ? 1.8f : 2.4f;
            line.LinePattern = curve.Look == Look.Dashed ? LinePattern.Dashed : LinePattern.Solid;
            line.MarkerSize = curve.Look == Look.Points || points.Length == 1 ? 8 : 0;
        }

        var all = drawn.SelectMany(static curve => curve.Points).ToList();
        var (low, high) = panel.Range is { } range ? (Math.Log10(range.Low), Math.Log10(range.High)) : Around(all.Select(static point => point.Y));
        plot.Axes.SetLimitsY(low, high);
        Decades(plot.Axes.Left, low, high);
        if (all.Count > 0)
        {
            var (first, last) = (all.Min(static point => point.X), all.Max(static point => point.X));
            var room = Math.Max(last - first, 1e-3) * .03;
            plot.Axes.SetLimitsX(panel.LogarithmicTicks is null ? Math.Min(0, first) : first - room, last + room);
            if (panel.LogarithmicTicks is null)
                Figure.EvenTicks(plot.Axes.Bottom, Math.Min(0, first), last + room, areWhole: all.TrueForAll(static point => double.IsInteger(point.X)));
        }
        if (panel.LogarithmicTicks is { } ticks)
            plot.Axes.Bottom.SetTicks([.. ticks.Select(Math.Log10)], [.. ticks.Select(static tick => tick.ToString("N0", CultureInfo.InvariantCulture))]);

        if (Names(panel).Count > 0)
            Figure.LegendBeside(plot);
        return plot;
    }

    /// <summary>The range of all values, with a margin.</summary>
    private static (double Low, double High) Around(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        if (ordered.Length == 0)
            return (-1, 1);
        var room = Math.Max((ordered[^1] - ordered[0]) * .06, .1);
        return (ordered[0] - room, ordered[^1] + room);
    }

    /// <summary>Ticks at powers of ten, skipping some if there are too many, and with those at 2 and 5 times each if there are too few.</summary>
    private static void Decades(IYAxis axis, double low, double high)
    {
        if (high - low < 2)
        {
            var values = Enumerable.Range((int)Math.Floor(low), 4)
                .SelectMany(static power => Multiples.Select(multiple => multiple * Math.Pow(10, power)))
                .Where(value => Math.Log10(value) >= low && Math.Log10(value) <= high)
                .ToArray();
            axis.SetTicks(Array.ConvertAll(values, Math.Log10), Array.ConvertAll(values, static value => value.ToString("G3", CultureInfo.InvariantCulture)));
            return;
        }

        var (first, last) = ((int)Math.Ceiling(low), (int)Math.Floor(high));
        var step = DecadeSteps.FirstOrDefault(step => (last - first) / step < MostTicks, 200);
        var powers = Enumerable.Range(first, Math.Max(0, last - first + 1)).Where(power => power % step == 0).ToArray();
        axis.SetTicks(Array.ConvertAll(powers, static power => (double)power), Array.ConvertAll(powers, Power));
    }

    private static string Power(int exponent) => exponent switch
    {
        0 => "1",
        1 => "10",
        _ => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(static digit => digit switch
        {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            _ => (char)('⁰' + (digit - '0')),
        })),
    };
}
