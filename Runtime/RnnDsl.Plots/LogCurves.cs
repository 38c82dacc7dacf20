using System.Globalization;
using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Curves over a logarithmic axis, in one panel or several: errors and gradients, of which the orders of magnitude count.</summary>
public static class LogCurves
{
    private const int WidthPerPanel = 780;
    private const int HeightPerPanel = 520;
    private const int MostTicks = 9;

    private static readonly double[] Multiples = [1, 2, 5];

    private static readonly int[] DecadeSteps = [1, 2, 5, 10, 20, 50, 100];

    /// <summary>Distinct to colour-blind eyes as well (Okabe and Ito), the light ones left out.</summary>
    private static readonly Color[] Colours =
        [.. new[] { "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5b6472" }.Select(static hex => Color.FromHex(hex))];

    /// <summary>How a curve is drawn.</summary>
    public enum Look
    {
        /// <summary>A line.</summary>
        Line,

        /// <summary>A dashed line, for what is computed or has been stopped on the way.</summary>
        Dashed,

        /// <summary>A line with its points.</summary>
        Points,
    }

    /// <summary>Where a legend lies.</summary>
    public enum Corner
    {
        /// <summary>On the right, above.</summary>
        UpperRight,

        /// <summary>On the right, below.</summary>
        LowerRight,

        /// <summary>On the left, above.</summary>
        UpperLeft,

        /// <summary>On the left, below.</summary>
        LowerLeft,
    }

    /// <summary>One curve.</summary>
    /// <param name="Name">What the legend calls it; a curve without a name is not in the legend.</param>
    /// <param name="Colour">Curves of one number have one colour, from 0 to 5; 6 is grey.</param>
    /// <param name="Values">Points (x, y). What is not above zero has no logarithm and is left out; without any point a name stands in the legend alone.</param>
    /// <param name="Look">How it is drawn.</param>
    public readonly record struct Curve(string? Name, int Colour, IReadOnlyList<(double X, double Y)> Values, Look Look = Look.Line);

    /// <summary>Curves that share their axes.</summary>
    /// <param name="Title">The title.</param>
    /// <param name="X">What goes across.</param>
    /// <param name="Y">What goes up.</param>
    /// <param name="Curves">The curves, the last on top.</param>
    public sealed record Panel(string Title, string X, string Y, IReadOnlyList<Curve> Curves)
    {
        /// <summary>What the axis shows of the values; all of them unless set.</summary>
        public (double Low, double High)? Range { get; init; }

        /// <summary>Where across ticks stand. With them the axis is logarithmic as well.</summary>
        public IReadOnlyList<double>? LogarithmicTicks { get; init; }

        /// <summary>Where there is room for the legend.</summary>
        public Corner Legend { get; init; }
    }

    /// <summary>Draws the panels, two in a row, to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="panels">The panels.</param>
    /// <exception cref="ArgumentException">There is no panel.</exception>
    public static void Save(string path, params Panel[] panels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Length == 0)
            throw new ArgumentException("There is no panel to draw.", nameof(panels));

        Figure.SaveInRows(path, WidthPerPanel, HeightPerPanel, Array.ConvertAll(panels, Draw));
    }

    private static Plot Draw(Panel panel)
    {
        var plot = Figure.Panel(panel.Title, panel.X, panel.Y);
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
            line.MarkerSize = curve.Look == Look.Points ? 8 : 0;
        }

        var all = drawn.SelectMany(static curve => curve.Points).ToList();
        var (low, high) = panel.Range is { } range ? (Math.Log10(range.Low), Math.Log10(range.High)) : Around(all.Select(static point => point.Y), panel);
        plot.Axes.SetLimitsY(low, high);
        Decades(plot.Axes.Left, low, high);
        if (all.Count > 0)
        {
            var (first, last) = (all.Min(static point => point.X), all.Max(static point => point.X));
            var room = Math.Max(last - first, 1e-3) * .03;
            plot.Axes.SetLimitsX(panel.LogarithmicTicks is null ? Math.Min(0, first) : first - room, last + room);
        }
        if (panel.LogarithmicTicks is { } ticks)
            plot.Axes.Bottom.SetTicks([.. ticks.Select(Math.Log10)], [.. ticks.Select(static tick => tick.ToString("N0", CultureInfo.InvariantCulture))]);

        if (panel.Curves.Any(static curve => curve.Name is not null))
        {
            var legend = plot.ShowLegend(panel.Legend switch
            {
                Corner.LowerRight => Alignment.LowerRight,
                Corner.UpperLeft => Alignment.UpperLeft,
                Corner.LowerLeft => Alignment.LowerLeft,
                _ => Alignment.UpperRight,
            });
            legend.FontSize = 14;
            legend.SymbolWidth = 28;
            legend.OutlineColor = Figure.Grid;
            legend.ShadowColor = Colors.Transparent;
        }
        return plot;
    }

    /// <summary>All the values, with a little room around them and enough for the legend.</summary>
    private static (double Low, double High) Around(IEnumerable<double> values, Panel panel)
    {
        var ordered = values.Order().ToArray();
        if (ordered.Length == 0)
            return (-1, 1);
        var room = Math.Max((ordered[^1] - ordered[0]) * .06, .1);
        var legend = panel.Curves.Count(static curve => curve.Name is not null) * room;
        return panel.Legend is Corner.LowerLeft or Corner.LowerRight
            ? (ordered[0] - room - legend, ordered[^1] + room)
            : (ordered[0] - room, ordered[^1] + room + (panel.Legend == Corner.UpperRight ? legend : 0));
    }

    /// <summary>Ticks at powers of ten, every so many that there are not too many; where there are hardly any, at twice and five times as much as well.</summary>
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
