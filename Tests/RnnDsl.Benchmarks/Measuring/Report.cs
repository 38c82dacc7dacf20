using System.Globalization;
using Spectre.Console;

namespace RnnDsl.Benchmarks.Measuring;

/// <summary>Prints tables: with lines on a terminal, as Markdown into a file or a pipe.</summary>
internal static class Report
{
    public static void Heading(string text)
    {
        if (JsonRecord.Current is { } record)
        {
            record.Heading = text;
        }

        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Spectre.Console.Text(text + "\n", new Style(decoration: Decoration.Bold)));
        AnsiConsole.WriteLine();
    }

    public static void Print(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        IReadOnlyList<string>[] all = [.. rows];
        JsonRecord.Current?.Add(columns, all);
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.Markdown : TableBorder.Rounded };
        foreach (var (column, i) in columns.Select((column, i) => (column, i)))
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)) { Alignment = i == 0 ? Justify.Left : Justify.Right, NoWrap = true });
        }

        foreach (var row in all)
        {
            table.AddRow([.. row.Select(cell => new Spectre.Console.Text(cell))]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>A race, one line a contender.</summary>
    public static void Print(string title, IReadOnlyList<Race.Result> results) => Print(
        [title, "time", "ratio", "lowest", "highest", "bytes a step"],
        results.Select(result => new[]
        {
            result.Name, Time(result.Time), Ratio(result.Ratio), Ratio(result.LowestRatio), Ratio(result.HighestRatio),
            Bytes(result.Bytes),
        }));

    public static string Time(TimeSpan time) => time.TotalMilliseconds switch
    {
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:f0} ms"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:f2} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:f0} µs"),
    };

    public static string Bytes(double bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture);

    public static string Ratio(double ratio) => ratio.ToString("f3", CultureInfo.InvariantCulture);
}
