using ScottPlot;

namespace RnnDsl.Plots;

/// <summary>Plots the training of a classifier: training loss and test accuracy over the epochs.</summary>
public static class TrainingCurves
{
    private const int Width = 1200;
    private const int Height = 480;

    /// <summary>Draws the two curves to a PNG, written atomically.</summary>
    /// <param name="path">The path of the PNG; its folder is created.</param>
    /// <param name="loss">Points (epoch, loss) of the training loss; epochs may be fractional.</param>
    /// <param name="accuracy">Points (epoch, accuracy) of the test accuracy, from 0 to 1.</param>
    /// <exception cref="ArgumentException">There are no points.</exception>
    public static void Save(string path, IReadOnlyList<(double Epoch, double Loss)> loss, IReadOnlyList<(double Epoch, double Accuracy)> accuracy)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(accuracy);
        if (loss.Count + accuracy.Count == 0)
            throw new ArgumentException("There are no points to plot: neither a loss nor an accuracy was recorded.", nameof(loss));

        var epochs = loss.Concat(accuracy).Max(static point => point.Item1);
        using var left = Panel("Training loss", "loss (cross-entropy, nats)", epochs, loss, Figure.Ink, markers: loss.Count < 30);
        using var right = Panel("Test accuracy", "accuracy, %", epochs, [.. accuracy.Select(static point => (point.Epoch, 100 * point.Accuracy))], Figure.Accent, markers: true);
        Figure.Save(path, Width, Height, left, right);
    }

    private static Plot Panel(string title, string y, double epochs, IReadOnlyList<(double Epoch, double Value)> points, Color color, bool markers)
    {
        var plot = Figure.Panel(title, "epoch", y);

        // A value that is not finite cannot be plotted and would distort the axes.
        var finite = points.Where(static point => double.IsFinite(point.Value)).ToList();
        if (finite.Count > 0)
        {
            var line = plot.Add.Scatter(finite.Select(static point => point.Epoch).ToArray(), finite.Select(static point => point.Value).ToArray(), color);
            line.LineWidth = 2;
            line.MarkerSize = markers ? 8 : 0;
        }
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsX(0, epochs * 1.03);
        var limits = plot.Axes.GetLimits();
        Figure.EvenTicks(plot.Axes.Left, limits.Bottom, limits.Top);
        Figure.Ticks(plot.Axes.Bottom, (int)epochs + 1, about: 11);
        return plot;
    }
}
