using RnnDsl.Files;
using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Plots training loss and validation loss over the steps.</summary>
public static class LossCurve
{
    private const int Width = 900;
    private const int Height = 520;

    /// <summary>Draws the curves to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="training">Points (step, loss) of the training loss.</param>
    /// <param name="validation">Points (step, loss) of the validation loss.</param>
    /// <param name="title">The title.</param>
    /// <param name="unit">The unit of the loss, such as "nats per character".</param>
    /// <exception cref="ArgumentException">There are no points.</exception>
    public static void Save(
        string path, IReadOnlyList<(long Step, double Loss)> training, IReadOnlyList<(long Step, double Loss)> validation, string title, string unit)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        if (training.Count + validation.Count == 0)
        {
            throw new ArgumentException("There are no points to plot: neither a training loss nor a validation loss was recorded.", nameof(training));
        }

        using var plot = Figure.Panel(title, "step", $"loss, {unit}", Figure.LegendWidth(["validation"]));
        Add(plot, training, "training", Color.FromHex("#9aa7b4"), 1.5f, markers: false);
        Add(plot, validation, "validation", Figure.Accent, 2.5f, markers: true);
        plot.Axes.AutoScale();
        var last = training.Concat(validation).Max(point => point.Step) * 1.02;
        plot.Axes.SetLimitsX(0, last);
        var limits = plot.Axes.GetLimits();
        Figure.EvenTicks(plot.Axes.Bottom, 0, last, areWhole: true);
        Figure.EvenTicks(plot.Axes.Left, limits.Bottom, limits.Top);
        Figure.LegendBeside(plot);

        AtomicFile.Write(path, stream => stream.Write(plot.GetImageBytes(Width, Height, ImageFormat.Png)));
    }

    private static void Add(Plot plot, IReadOnlyList<(long Step, double Loss)> points, string name, Color color, float width, bool markers)
    {
        // A loss that is not finite cannot be plotted and would distort the axes.
        var finite = points.Where(point => double.IsFinite(point.Loss)).ToList();
        if (finite.Count == 0)
        {
            return;
        }

        var line = plot.Add.Scatter(finite.Select(point => (double)point.Step).ToArray(), finite.Select(point => point.Loss).ToArray(), color);
        line.LegendText = name;
        line.LineWidth = width;
        line.MarkerSize = markers || finite.Count == 1 ? 6 : 0;
    }
}
