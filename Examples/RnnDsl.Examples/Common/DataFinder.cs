using Spectre.Console;

namespace RnnDsl.Examples.Common;

/// <summary>Finds the data an example needs, and warns where something else stands in.</summary>
internal static class DataFinder
{
    /// <param name="set">The data set.</param>
    /// <param name="path">What <c>--data</c> names, if anything.</param>
    public static ResolvedData Find(DataSet set, string? path)
    {
        var resolver = new DataSetResolver { Path = path, Display = new ConsoleDownloadDisplay(AnsiConsole.Console) };
        var data = resolver.ResolveAsync(set).GetAwaiter().GetResult();
        if (data.Warning is { } warning)
            Console.Error.WriteLine($"Warning: {warning}");
        return data;
    }
}
