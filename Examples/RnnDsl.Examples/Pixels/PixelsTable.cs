using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Pixels;

/// <summary>Table of a run: networks in rows, orders in columns, and published accuracies below.</summary>
internal static class PixelsTable
{
    public static void Print(PixelsOptions options, IReadOnlyList<PixelsOutcome> outcomes)
    {
        Show.Line("Test accuracy after the last epoch; in brackets the seconds of training");
        Show.Line(Row("network", options.Orders.Select(static order => order.Title)));
        foreach (var network in options.Networks)
            Show.Line(Row(network.Title, options.Orders.Select(order => Cell(outcomes.Single(outcome => outcome.Order == order && outcome.Network == network)))));
        foreach (var published in PublishedAccuracy.All)
            Show.Line(Row(published.Title, options.Orders.Select(order => Show.Percent(published.Of(order)))));
        Show.Line();
    }

    private static string Cell(PixelsOutcome outcome) => $"{Show.Percent(outcome.Accuracy)} ({Show.Count((long)outcome.Seconds)})";

    private static string Row(string name, IEnumerable<string> cells) => (name.PadRight(34) + string.Concat(cells.Select(static cell => cell.PadRight(20)))).TrimEnd();
}
