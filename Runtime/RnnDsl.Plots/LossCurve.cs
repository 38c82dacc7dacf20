using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>How a training went: the loss of the steps and the loss on what was held out, over the steps.</summary>
public static class LossCurve
{
    private const int Width = 900;
    private const int Height = 520;

    /// <summary>Draws the curves to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="training">Points (step, loss) of training.</param>
    /// <param name="heldOut">Points (step, loss) of the held-out data.</param>
    /// <param name="title">The title.</param>
    /// <param name="unit">What the loss is measured in, such as "nats per character".</param>
    /// <exception cref="ArgumentException">There are no points to plot.</exception>
    public static void Save(
        string path, IReadOnlyList<(long Step, double Loss)> training, IReadOnlyList<(long Step, double Loss)> heldOut, string title, string unit)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(heldOut);
        if (training.Count + heldOut.Count == 0)
        {
            throw new ArgumentException("There is no point to draw: neither a training loss nor a held-out loss was recorded.", nameof(training));
        }

        using var plot = new Plot();
        Add(plot, training, "training", Color.FromHex("#9aa7b4"), 1.5f, markers: false);
        Add(plot, heldOut, "held out", Color.FromHex("#c2410c"), 2.5f, markers: true);
        plot.Title(title);
        plot.XLabel("step");
        plot.YLabel($"loss, {unit}");
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(0, training.Concat(heldOut).Max(point => point.Step) * 1.02);
        plot.Grid.MajorLineColor = Color.FromHex("#e5e7eb");
        plot.ShowLegend(Alignment.UpperRight);

        AtomicFile.Write(path, stream => stream.Write(plot.GetImageBytes(Width, Height, ImageFormat.Png)));
    }

    private static void Add(Plot plot, IReadOnlyList<(long Step, double Loss)> points, string name, Color color, float width, bool markers)
    {
        // A loss that is no number has no place in the picture, and would take the axes with it.
        var drawn = points.Where(point => double.IsFinite(point.Loss)).ToList();
        if (drawn.Count == 0)
        {
            return;
        }

        var line = plot.Add.Scatter(drawn.Select(point => (double)point.Step).ToArray(), drawn.Select(point => point.Loss).ToArray(), color);
        line.LegendText = name;
        line.LineWidth = width;
        line.MarkerSize = markers ? 6 : 0;
    }
}
