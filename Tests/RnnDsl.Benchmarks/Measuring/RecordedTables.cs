using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RnnDsl.Benchmarks.Measuring;

/// <summary>
/// The tables of a document, written from the records of benchmarks. Between <c>&lt;!-- tables loops of results/benchmarks.json --&gt;</c> and <c>&lt;!-- end --&gt;</c> stand the tables that
/// <c>loops</c> printed; <c>ratios of results/a.json results/b.json</c> are the ratios of several records side by side, <c>run of results/a.json</c> is how and where a record was made.
/// </summary>
internal static partial class RecordedTables
{
    /// <summary>Writes the tables anew.</summary>
    /// <param name="text">The document, with lines that end in a line feed.</param>
    /// <param name="folder">The folder to which its paths are relative.</param>
    /// <returns>The document with all blocks as the records have them.</returns>
    /// <exception cref="InvalidDataException">A block has no end, or names a record or a benchmark that does not exist.</exception>
    public static string Renew(string text, string folder)
    {
        var renewed = Block().Replace(text, match => $"{match.Groups["open"].Value}\n\n{Content(match.Groups["kind"].Value, match.Groups["benchmark"].Value, match.Groups["files"].Value, folder).TrimEnd()}\n\n<!-- end -->");
        if (Opening().Count(renewed) != Block().Count(renewed))
        {
            throw new InvalidDataException("A block of tables has no end: below its tables must stand '<!-- end -->'.");
        }

        return renewed;
    }

    private static string Content(string kind, string benchmark, string files, string folder)
    {
        var records = files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => Record.Read(file, folder)).ToList();
        return kind switch
        {
            "tables" => Tables(benchmark, records.Single()),
            "ratios" => Ratios(records),
            _ => Run(records.Single()),
        };
    }

    private static string Tables(string benchmark, Record record)
    {
        var text = new StringBuilder();
        var heading = "";
        foreach (var table in record.Content.GetProperty("tables").EnumerateArray().Where(table => BenchmarkOf(table) == benchmark))
        {
            if (table.GetProperty("heading").GetString() is { } next && next != heading)
            {
                heading = next;
                var title = heading[(benchmark.Length + 1)..].Trim();
                text.Append(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(title[0])}{title[1..]}:\n\n");
            }

            text.Append(Markdown(Texts(table.GetProperty("columns")), [.. table.GetProperty("rows").EnumerateArray().Select(Texts)])).Append('\n');
        }

        return text.Length > 0
            ? text.ToString()
            : throw new InvalidDataException($"{record.Name} has no tables of '{benchmark}'; it has those of {string.Join(", ", record.Content.GetProperty("tables").EnumerateArray().Select(BenchmarkOf).Distinct())}.");
    }

    private static string Ratios(List<Record> records)
    {
        var names = records.SelectMany(record => record.Content.GetProperty("metrics").EnumerateObject()).Where(metric => metric.Value.ValueKind == JsonValueKind.Number).Select(metric => metric.Name).Distinct();
        return Markdown(
            ["ratio", .. records.Select(record => record.Conditions)],
            [.. names.Select(name => (string[])[$"`{name}`", .. records.Select(record => record.Content.GetProperty("metrics").TryGetProperty(name, out var value) ? value.GetDouble().ToString("f2", CultureInfo.InvariantCulture) : "")])]);
    }

    private static string Run(Record record)
    {
        var (content, machine) = (record.Content, record.Content.GetProperty("machine"));
        var cores = machine.GetProperty("cores").GetInt32();
        return $"""
            `{content.GetProperty("command").GetString()}` on {content.GetProperty("date").GetDateTime().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)}: {(cores == 1 ? "1 core" : $"{cores} cores")} of an {machine.GetProperty("processor").GetString()},
            {record.Conditions}, oneDNN {(machine.GetProperty("oneDnn").GetBoolean() ? "in use" : "off")}; TorchSharp {machine.GetProperty("torchSharp").GetString()}, {machine.GetProperty("runtime").GetString()}, {machine.GetProperty("system").GetString()};
            the {(content.GetProperty("clock").GetString() == "processor" ? "processor time of the process" : "wall time")}, {content.GetProperty("rounds").GetInt32()} rounds ([all of them]({record.Name})).

            """;
    }

    private static string BenchmarkOf(JsonElement table) => table.GetProperty("heading").GetString()!.Split(':')[0];

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>A table whose columns are aligned in the text, too: the first to the left, the others to the right.</summary>
    private static string Markdown(string[] columns, IReadOnlyList<string[]> rows)
    {
        var widths = columns.Select((column, i) => Math.Max(3, rows.Select(row => row[i].Length).Append(column.Length).Max())).ToArray();
        string[] rule = [.. widths.Select((width, i) => i == 0 ? ":" + new string('-', width - 1) : new string('-', width - 1) + ":")];
        return string.Concat(((IEnumerable<string[]>)[columns, rule, .. rows]).Select(row => $"| {string.Join(" | ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))} |\n"));
    }

    [GeneratedRegex(@"(?<open><!-- (?<kind>tables|ratios|run) (?:(?<benchmark>[a-z]+) )?of (?<files>[^>]+?) -->)\n(?:(?!<!-- (?:tables|ratios|run) ).)*?<!-- end -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex("<!-- (tables|ratios|run) ", RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();

    private sealed record Record(string Name, JsonElement Content)
    {
        /// <summary>What differs between runs on one machine.</summary>
        public string Conditions
        {
            get
            {
                var machine = Content.GetProperty("machine");
                var threads = machine.GetProperty("threads").GetInt32();
                return $"{threads} thread{(threads == 1 ? "" : "s")}, {machine.GetProperty("instructions").GetString()!.Split(' ', 2)[1].Replace("-bit", " bits", StringComparison.Ordinal)}";
            }
        }

        public static Record Read(string file, string folder)
        {
            var path = Path.Combine(folder, file);
            if (!File.Exists(path))
            {
                throw new InvalidDataException($"There is no record {path}.");
            }

            try
            {
                using var document = JsonDocument.Parse(File.ReadAllBytes(path));
                return new(file, document.RootElement.Clone());
            }
            catch (JsonException error)
            {
                throw new InvalidDataException($"{path} is no record of benchmarks: {error.Message}", error);
            }
        }
    }
}
