using RnnDsl.Plots;

namespace RnnDsl.Examples.Pixels;

/// <summary>The figure: for each order of the pixels the test error by epoch, and published errors.</summary>
internal static class PixelsFigure
{
    public static void Save(string path, PixelsOptions options, IReadOnlyList<PixelsOutcome> outcomes) =>
        LogCurves.Save(path, [.. options.Orders.Select(order => Panel(options, order, [.. outcomes.Where(outcome => outcome.Order == order)]))]);

    private static LogCurves.Panel Panel(PixelsOptions options, PixelOrder order, IReadOnlyList<PixelsOutcome> outcomes) => new(
        order.Title,
        "epoch",
        "test error, %",
        [
            .. PublishedAccuracy.All.Select((published, i) => new LogCurves.Curve(
                published.Title, PixelNetwork.All.Count + i, [(0, Error(published.Of(order))), (options.Epochs, Error(published.Of(order)))], LogCurves.Look.Dashed)),
            .. outcomes.Select((outcome, colour) => new LogCurves.Curve(
                outcome.Network.Title, colour, [.. outcome.History.Validation.Select((point, epoch) => (epoch + 1.0, Error(point.Accuracy!.Value)))], LogCurves.Look.Points)),
        ]);

    private static double Error(double accuracy) => 100 * (1 - accuracy);
}
