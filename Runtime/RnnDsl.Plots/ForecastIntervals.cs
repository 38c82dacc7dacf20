using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Plots forecasts after their lookback window, with prediction intervals and observed values.</summary>
public static class ForecastIntervals
{
    private const int WidthPerPanel = 780;
    private const int HeightPerPanel = 400;
    private const double RoomForLegend = .12;

    private static readonly Color Colour = Color.FromHex("#0072b2");

    /// <summary>One forecast.</summary>
    /// <param name="Title">The title.</param>
    /// <param name="X">The label of the horizontal axis: steps relative to the last known step, which is 0.</param>
    /// <param name="Y">The label of the vertical axis.</param>
    /// <param name="History">The lookback window, the last step last.</param>
    /// <param name="Forecast">The forecast of the following steps.</param>
    public sealed record Panel(string Title, string X, string Y, IReadOnlyList<double> History, IReadOnlyList<double> Forecast)
    {
        /// <summary>The observed values; empty if unknown.</summary>
        public IReadOnlyList<double> Observed { get; init; } = [];

        /// <summary>The prediction interval for each step of the forecast; empty for none.</summary>
        public IReadOnlyList<(double Low, double High)> Interval { get; init; } = [];

        /// <summary>The name of the prediction interval in the legend, such as "80% interval".</summary>
        public string IntervalName { get; init; } = "prediction interval";
    }

    /// <summary>Draws the panels, two per row, to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="panels">The panels.</param>
    /// <exception cref="ArgumentException">There are no panels, a panel has no forecast, or an interval or the observed values have another length.</exception>
    public static void Save(string path, params Panel[] panels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Length == 0)
            throw new ArgumentException("There are no panels to plot.", nameof(panels));
        foreach (var panel in panels)
            Check(panel);

        Figure.SaveInRows(path, WidthPerPanel, HeightPerPanel, Array.ConvertAll(panels, Draw));
    }

    private static void Check(Panel panel)
    {
        if (panel.History.Count == 0 || panel.Forecast.Count == 0)
            throw new ArgumentException($"'{panel.Title}' has {panel.History.Count} steps of history and {panel.Forecast.Count} of a forecast: both need at least one.", nameof(panel));
        if (panel.Interval.Count > 0 && panel.Interval.Count != panel.Forecast.Count)
            throw new ArgumentException($"'{panel.Title}' has a prediction interval of {panel.Interval.Count} steps, and a forecast of {panel.Forecast.Count}.", nameof(panel));
        if (panel.Observed.Count > 0 && panel.Observed.Count != panel.Forecast.Count)
            throw new ArgumentException($"'{panel.Title}' has observed values of {panel.Observed.Count} steps, and a forecast of {panel.Forecast.Count}.", nameof(panel));
    }

    private static Plot Draw(Panel panel)
    {
        var plot = Figure.Panel(panel.Title, panel.X, panel.Y);
        var (past, future) = (Steps(1 - panel.History.Count, panel.History.Count), Steps(0, panel.Forecast.Count + 1));
        var known = panel.History[^1];
        if (panel.Interval.Count > 0)
        {
            var interval = plot.Add.FillY(future, [known, .. panel.Interval.Select(static ends => ends.Low)], [known, .. panel.Interval.Select(static ends => ends.High)]);
            interval.FillColor = Colour.WithAlpha(.18);
            interval.LineWidth = 0;
            interval.MarkerSize = 0;
            interval.LegendText = panel.IntervalName;
        }

        plot.Add.VerticalLine(0, width: 1, color: Figure.Grid);
        Line(plot, past, panel.History, Figure.Ink, "history", LinePattern.Solid);
        if (panel.Observed.Count > 0)
            Line(plot, future, [known, .. panel.Observed], Figure.Ink, "actual", LinePattern.Dotted);
        Line(plot, future, [known, .. panel.Forecast], Colour, "forecast", LinePattern.Solid);

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(past[0], future[^1]);

        // The legend is in a row above the data.
        var limits = plot.Axes.GetLimits();
        var top = limits.Top + (RoomForLegend * (limits.Top - limits.Bottom));
        plot.Axes.SetLimitsY(limits.Bottom, top);
        Figure.EvenTicks(plot.Axes.Left, limits.Bottom, top);
        var legend = plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);
        legend.TightHorizontalWrapping = true;
        Figure.Style(legend);
        return plot;
    }

    private static void Line(Plot plot, double[] steps, IReadOnlyList<double> values, Color colour, string name, LinePattern pattern)
    {
        var line = plot.Add.Scatter(steps, values.ToArray(), colour);
        line.LegendText = name;
        line.LinePattern = pattern;
        line.LineWidth = 2;
        line.MarkerSize = values.Count == 1 ? 6 : 0;
    }

    private static double[] Steps(int first, int count) => [.. Enumerable.Range(first, count).Select(static step => (double)step)];
}
