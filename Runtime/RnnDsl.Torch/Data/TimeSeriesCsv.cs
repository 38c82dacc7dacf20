using System.Globalization;

namespace RnnDsl.Torch;

/// <summary>
/// Series over time from a text file: a first line that names the columns, then a line for each point in time, the earliest first.
/// </summary>
/// <remarks>
/// Cells are separated by commas, semicolons, tabs or bars, as the first line has them; numbers have a decimal point under every culture. The file
/// is UTF-8 and may be packed with gzip. Only columns that are asked for must hold numbers. Nothing is filled in: what is missing is told with
/// its line.
/// </remarks>
public sealed class TimeSeriesCsv
{
    private const int ProblemsShown = 5;

    private static readonly string[] TimeNames = ["date", "time", "datetime", "timestamp"];

    private readonly List<string[]> _rows;
    private readonly List<int> _lines;

    private TimeSeriesCsv(string name, string[] header, List<string[]> rows, List<int> lines)
    {
        (Name, _rows, _lines) = (name, rows, lines);
        var time = TimeColumnOf(header, rows);
        TimeColumn = time < 0 ? null : header[time];
        Columns = [.. header.Where((_, index) => index != time)];
        Header = header;
        Time = time < 0 ? null : TimeAxis.Of([.. rows.Select(row => row[time])]);
        Times = time < 0 ? [] : [.. rows.Select(row => row[time])];
    }

    /// <summary>What messages call the file.</summary>
    public string Name { get; }

    /// <summary>The columns that are not the time's, in the file's order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The column that tells when: one that is called date, time, datetime or timestamp, else the first one where it holds dates; <c>null</c> where
    /// there is none.
    /// </summary>
    public string? TimeColumn { get; }

    /// <summary>What that column holds, row by row and as it is written; empty without one.</summary>
    public IReadOnlyList<string> Times { get; }

    /// <summary>The same as points in time; <c>null</c> where there is no such column or it holds something else.</summary>
    public TimeAxis? Time { get; }

    /// <summary>How many points in time there are.</summary>
    public int Rows => _rows.Count;

    private string[] Header { get; }

    /// <summary>Reads a file whole.</summary>
    /// <param name="stream">The file from its beginning; it must be one that can go back.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataException">
    /// The file is empty, no UTF-8 text or a damaged gzip file; its first line does not name the columns, or names one twice; a line has another number
    /// of cells.
    /// </exception>
    public static TimeSeriesCsv Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using var reader = new StringReader(Decode(GzipContent.Read(stream, name), name));
        var (header, rows, lines, separator) = ((string[]?)null, new List<string[]>(), new List<int>(), ',');
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (header is null)
                separator = CsvLine.SeparatorOf(line);
            var cells = CsvLine.Split(line, separator) ?? throw new DataException($"'{name}', line {number.Invariant()}: a quote is not closed. A cell begins and ends on one line.");
            if (header is null)
            {
                header = CheckHeader(cells, name, number);
                continue;
            }

            if (cells.Length != header.Length)
                throw new DataException($"'{name}', line {number.Invariant()} has {cells.Length.Invariant()} cells, where the first line names {header.Length.Invariant()} columns: {string.Join(", ", header)}.");
            rows.Add(cells);
            lines.Add(number);
        }

        if (header is null || rows.Count == 0)
            throw new DataException($"'{name}' has no rows: a first line with the columns' names and a line for each point in time are expected.");
        return new TimeSeriesCsv(name, header, rows, lines);
    }

    /// <summary>The line of the file on which a row stands, the first line being 1.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public int LineOf(int row) => _lines[row];

    /// <summary>The numbers of some columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <returns>[rows, columns]</returns>
    /// <exception cref="DataException">There is no such column; or a value is missing or no finite number, of which the first five are told with their lines.</exception>
    public double[,] Numbers(params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var places = columns.Select(PlaceOf).ToArray();
        var numbers = new double[Rows, places.Length];
        var (problems, count) = (new List<string>(), 0);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < places.Length; column++)
            {
                var cell = _rows[row][places[column]];
                if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row, column]) && double.IsFinite(numbers[row, column]))
                    continue;
                if (++count <= ProblemsShown)
                    problems.Add($"line {_lines[row].Invariant()}, column '{columns[column]}' {Describe(cell)}");
            }
        }

        return count == 0 ? numbers : throw new DataException(
            $"'{Name}' has {(count == 1 ? "a value that is" : $"{count.Invariant()} values that are")} missing or no number: {string.Join("; ", problems)}{(count > ProblemsShown ? "; and so on" : "")}. "
            + "Every line needs a number there, such as 3.5: fill the gap, or leave that column out.");
    }

    private int PlaceOf(string column) => Columns.Contains(column, StringComparer.Ordinal)
        ? Array.IndexOf(Header, column)
        : throw new DataException($"'{Name}' has no column '{column}'. Its columns are {string.Join(", ", Columns)}{(TimeColumn is null ? "" : $", and {TimeColumn} for the time")}.");

    private static string Decode(byte[] content, string name) => DataContent.Read(name, () => DataContent.StrictUtf8.GetString(content)).TrimStart('\uFEFF');

    private static string[] CheckHeader(string[] cells, string name, int line)
    {
        if (cells.Any(IsNumber))
            throw new DataException($"'{name}', line {line.Invariant()} should name the columns, and holds the number {cells.First(IsNumber)}. Put a line of names above it.");
        if (Array.FindIndex(cells, static cell => cell.Length == 0) is >= 0 and var unnamed)
            throw new DataException($"'{name}', line {line.Invariant()}: column {(unnamed + 1).Invariant()} has no name. Every column needs one.");
        if (cells.GroupBy(static cell => cell, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new DataException($"'{name}', line {line.Invariant()} names the column '{twice.Key}' twice.");
        return cells;
    }

    private static int TimeColumnOf(string[] header, List<string[]> rows)
    {
        var named = Array.FindIndex(header, static cell => TimeNames.Contains(cell, StringComparer.OrdinalIgnoreCase));
        return named < 0 && !IsNumber(rows[0][0]) && TimeAxis.Parse(rows[0][0]) is not null ? 0 : named;
    }

    private static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);

    private static string Describe(string cell) => cell.Length == 0 ? "is empty" : $"holds '{cell}'";
}
