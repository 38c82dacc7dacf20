using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Forecasts as lines that go on from what is known, with the band in which the truth is likely to lie, and the truth where it is known.</summary>
public static class ForecastBands
{
    private const int WidthPerPanel = 780;
    private const int HeightPerPanel = 400;
    private const double RoomForLegend = .12;

    private static readonly Color Colour = Color.FromHex("#0072b2");

    /// <summary>One forecast.</summary>
    /// <param name="Title">The title.</param>
    /// <param name="X">What goes across: steps, counted from the last that is known, which is 0.</param>
    /// <param name="Y">What goes up.</param>
    /// <param name="History">What is known, the last step last.</param>
    /// <param name="Forecast">What was told of the steps that follow.</param>
    public sealed record Panel(string Title, string X, string Y, IReadOnlyList<double> History, IReadOnlyList<double> Forecast)
    {
        /// <summary>What came; empty where it is not known.</summary>
        public IReadOnlyList<double> Truth { get; init; } = [];

        /// <summary>Between which numbers the truth is likely to lie, for each step of the forecast; empty where that was not told.</summary>
        public IReadOnlyList<(double Low, double High)> Band { get; init; } = [];

        /// <summary>What the legend calls the band, such as "80% band".</summary>
        public string BandName { get; init; } = "band";
    }

    /// <summary>Draws the panels, two in a row, to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="panels">The panels.</param>
    /// <exception cref="ArgumentException">There is no panel, or a panel has no forecast, or a band or a truth of another length.</exception>
    public static void Save(string path, params Panel[] panels)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Length == 0)
            throw new ArgumentException("There is no panel to draw.", nameof(panels));
        foreach (var panel in panels)
            Check(panel);

        Figure.SaveInRows(path, WidthPerPanel, HeightPerPanel, Array.ConvertAll(panels, Draw));
    }

    private static void Check(Panel panel)
    {
        if (panel.History.Count == 0 || panel.Forecast.Count == 0)
            throw new ArgumentException($"'{panel.Title}' has {panel.History.Count} steps of history and {panel.Forecast.Count} of a forecast: there must be some of both.", nameof(panel));
        if (panel.Band.Count > 0 && panel.Band.Count != panel.Forecast.Count)
            throw new ArgumentException($"'{panel.Title}' has a band of {panel.Band.Count} steps, and a forecast of {panel.Forecast.Count}.", nameof(panel));
        if (panel.Truth.Count > 0 && panel.Truth.Count != panel.Forecast.Count)
            throw new ArgumentException($"'{panel.Title}' has a truth of {panel.Truth.Count} steps, and a forecast of {panel.Forecast.Count}.", nameof(panel));
    }

    private static Plot Draw(Panel panel)
    {
        var plot = Figure.Panel(panel.Title, panel.X, panel.Y);
        var (past, future) = (Steps(1 - panel.History.Count, panel.History.Count), Steps(0, panel.Forecast.Count + 1));
        var known = panel.History[^1];
        if (panel.Band.Count > 0)
        {
            var band = plot.Add.FillY(future, [known, .. panel.Band.Select(static ends => ends.Low)], [known, .. panel.Band.Select(static ends => ends.High)]);
            band.FillColor = Colour.WithAlpha(.18);
            band.LineWidth = 0;
            band.MarkerSize = 0;
            band.LegendText = panel.BandName;
        }

        plot.Add.VerticalLine(0, width: 1, color: Figure.Grid);
        Line(plot, past, panel.History, Figure.Ink, "history", LinePattern.Solid);
        if (panel.Truth.Count > 0)
            Line(plot, future, [known, .. panel.Truth], Figure.Ink, "what came", LinePattern.Dotted);
        Line(plot, future, [known, .. panel.Forecast], Colour, "forecast", LinePattern.Solid);

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(past[0], future[^1]);

        // The legend lies in a row above what is drawn.
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(limits.Bottom, limits.Top + (RoomForLegend * (limits.Top - limits.Bottom)));
        var legend = plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);
        legend.FontSize = 13;
        legend.SymbolWidth = 26;
        legend.OutlineColor = Figure.Grid;
        legend.ShadowColor = Colors.Transparent;
        return plot;
    }

    private static void Line(Plot plot, double[] steps, IReadOnlyList<double> values, Color colour, string name, LinePattern pattern)
    {
        var line = plot.Add.Scatter(steps, values.ToArray(), colour);
        line.LegendText = name;
        line.LinePattern = pattern;
        line.LineWidth = 2;
        line.MarkerSize = 0;
    }

    private static double[] Steps(int first, int count) => [.. Enumerable.Range(first, count).Select(static step => (double)step)];
}
