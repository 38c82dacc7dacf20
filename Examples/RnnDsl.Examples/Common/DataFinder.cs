using Spectre.Console;

namespace RnnDsl.Examples.Common;

/// <summary>Finds the data of an example, and warns if sample data replaces it.</summary>
internal static class DataFinder
{
    /// <param name="set">The data set.</param>
    /// <param name="path">The value of <c>--data</c>, or <c>null</c>.</param>
    public static ResolvedData Find(DataSet set, string? path)
    {
        var resolver = new DataSetResolver { Path = path, Display = new ConsoleDownloadDisplay(AnsiConsole.Console) };
        var data = resolver.ResolveAsync(set).GetAwaiter().GetResult();
        if (data.Warning is { } warning)
            Console.Error.WriteLine($"Warning: {warning}");
        return data;
    }
}
