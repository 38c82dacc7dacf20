using System.Globalization;
using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>
/// Plots the frame posteriors of a network trained with CTC: the features above, the class probabilities over time below, as in A. Graves et al.,
/// "Connectionist Temporal Classification", ICML 2006, with colours in place of curves.
/// </summary>
public static class PosteriorMap
{
    private const int Height = 760;
    private const int SmallestWidth = 900;
    private const int LargestWidth = 2_000;
    private const int PixelsPerSecond = 420;
    private const int Beside = 200;
    private const int MostTicks = 18;

    // In seconds.
    private static readonly double[] TickSteps = [.05, .1, .2, .5, 1, 2, 5, 10, 20, 60];

    private static readonly Color Spoken = Color.FromHex("#9ca3af");

    /// <summary>From white for 0 to dark blue for 1.</summary>
    private static readonly Color[] WhiteToBlue =
        [.. new[] { "#ffffff", "#e3eef9", "#c5dbef", "#94c4df", "#5ba3cf", "#2f7ebc", "#0f59a3", "#08306b" }.Select(static hex => Color.FromHex(hex))];

    /// <summary>Values over time.</summary>
    /// <param name="Values">[steps, rows]</param>
    /// <param name="First">The centre of the first step, in seconds.</param>
    /// <param name="Step">The step length, in seconds.</param>
    public readonly record struct Track(double[,] Values, double First, double Step)
    {
        internal double End => First + ((Values.GetLength(0) - .5) * Step);

        /// <summary>The fractional index of a time among the steps; the centre of the first step is 0.</summary>
        internal double IndexOf(double time) => (time - First) / Step;
    }

    /// <summary>A labelled time span.</summary>
    /// <param name="Start">In seconds.</param>
    /// <param name="End">In seconds.</param>
    /// <param name="Label">The label.</param>
    public readonly record struct Segment(double Start, double End, string Label);

    /// <summary>A recognised label.</summary>
    /// <param name="Time">In seconds.</param>
    /// <param name="Row">The class.</param>
    public readonly record struct Mark(double Time, int Row);

    /// <summary>Draws features and frame posteriors to a PNG, written atomically. The width of the image grows with the duration.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="title">The title.</param>
    /// <param name="sound">The features, the lowest band first.</param>
    /// <param name="posteriors">The frame posteriors, from 0 to 1.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="reference">The reference labels, if known.</param>
    /// <param name="recognised">The recognised labels.</param>
    /// <exception cref="ArgumentException">There are no steps, or the number of names is not that of the classes.</exception>
    public static void Save(
        string path, string title, Track sound, Track posteriors, IReadOnlyList<string> classes, IReadOnlyList<Segment> reference, IReadOnlyList<Mark> recognised)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(recognised);
        if (sound.Values is not { Length: > 0 } || posteriors.Values is not { Length: > 0 })
            throw new ArgumentException("There are no steps to plot.", sound.Values is { Length: > 0 } ? nameof(posteriors) : nameof(sound));
        if (posteriors.Values.GetLength(1) != classes.Count)
            throw new ArgumentException(FormattableString.Invariant($"There are {posteriors.Values.GetLength(1)} classes and {classes.Count} names."), nameof(classes));

        var end = Math.Max(sound.End, posteriors.End);
        using var above = Sound(title, sound, end, reference);
        using var below = Posteriors(posteriors, end, classes, reference, recognised);
        var width = (int)Math.Clamp(Beside + (end * PixelsPerSecond), SmallestWidth, LargestWidth);
        Figure.Save(path, width, Height, rows: 2, columns: 1, [above, below]);
    }

    private static Plot Sound(string title, Track sound, double end, IReadOnlyList<Segment> reference)
    {
        var plot = Figure.Panel(title, "", "mel band", right: Beside - 82);
        var bands = sound.Values.GetLength(1);
        var map = Figure.Table(plot, Rows(sound.Values, static (row, rows) => rows - 1 - row), new ScottPlot.Colormaps.Magma(), Lowest(sound.Values), Highest(sound.Values));
        var bar = plot.Add.ColorBar(map);
        Figure.Label(bar, "log-mel feature");
        Figure.EvenTicks(bar.Axis, Lowest(sound.Values), Highest(sound.Values));
        Time(plot, sound, end);

        // Room for the reference labels above the highest band.
        plot.Axes.SetLimitsY(-.5, bands * 1.13);
        Figure.Ticks(plot.Axes.Left, bands, about: 5);
        Edges(plot, sound, reference, Colors.White.WithAlpha(.55));
        foreach (var segment in reference)
        {
            var label = plot.Add.Text(segment.Label, sound.IndexOf((segment.Start + segment.End) / 2), bands * 1.055);
            label.LabelFontSize = 19;
            label.LabelBold = true;
            label.LabelFontColor = Figure.Ink;
            label.LabelAlignment = Alignment.MiddleCenter;
        }
        return plot;
    }

    private static Plot Posteriors(Track posteriors, double end, IReadOnlyList<string> classes, IReadOnlyList<Segment> reference, IReadOnlyList<Mark> recognised)
    {
        var plot = Figure.Panel("Probability of each class at each step", "time, seconds", "class", right: Beside - 82);
        var map = Figure.Table(plot, Rows(posteriors.Values, static (row, _) => row), new ScottPlot.Colormaps.CustomInterpolated(WhiteToBlue), low: 0, high: 1);
        Time(plot, posteriors, end);
        plot.Axes.SetLimitsY(-.5, classes.Count - .5);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, classes.Count).Select(row => classes.Count - 1.0 - row)], [.. classes]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        for (var row = 1; row < classes.Count; row++)
            plot.Add.HorizontalLine(row - .5, 1, Figure.Grid);
        Edges(plot, posteriors, reference, Spoken);
        foreach (var mark in recognised)
        {
            var ring = plot.Add.Marker(posteriors.IndexOf(mark.Time), classes.Count - 1 - mark.Row, MarkerShape.OpenCircle, 17, Figure.Accent);
            ring.MarkerLineWidth = 2;
        }

        Figure.LabelFraction(plot.Add.ColorBar(map), "probability");
        return plot;
    }

    /// <summary>The time axis in seconds, from 0 to the end.</summary>
    private static void Time(Plot plot, Track track, double end)
    {
        plot.Axes.SetLimitsX(track.IndexOf(0), track.IndexOf(end));
        var apart = TickSteps.FirstOrDefault(step => end / step < MostTicks, end);
        var ticks = Enumerable.Range(0, (int)(end / apart) + 1).Select(tick => tick * apart).ToArray();
        plot.Axes.Bottom.SetTicks(Array.ConvertAll(ticks, track.IndexOf), Array.ConvertAll(ticks, tick => tick.ToString(apart < .1 ? "F2" : apart < 1 ? "F1" : "F0", CultureInfo.InvariantCulture)));
    }

    private static void Edges(Plot plot, Track track, IReadOnlyList<Segment> reference, Color colour)
    {
        foreach (var edge in reference.SelectMany(static segment => (double[])[segment.Start, segment.End]))
            plot.Add.VerticalLine(track.IndexOf(edge), 1, colour, LinePattern.Dashed);
    }

    /// <summary>[rows, steps], from the top.</summary>
    private static double[,] Rows(double[,] values, Func<int, int, int> from)
    {
        var turned = new double[values.GetLength(1), values.GetLength(0)];
        for (var row = 0; row < turned.GetLength(0); row++)
        {
            for (var step = 0; step < turned.GetLength(1); step++)
                turned[row, step] = values[step, from(row, turned.GetLength(0))];
        }
        return turned;
    }

    private static double Lowest(double[,] values) => values.Cast<double>().Min();

    /// <summary>Above the lowest value, even if all values are equal.</summary>
    private static double Highest(double[,] values) => Math.Max(values.Cast<double>().Max(), Lowest(values) + 1e-9);
}
