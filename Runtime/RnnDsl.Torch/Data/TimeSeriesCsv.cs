using System.Globalization;

namespace RnnDsl.Data;

/// <summary>
/// Time series from a text file: a header line with the column names, then one line per point in time, in chronological or reverse order.
/// </summary>
/// <remarks>
/// Cells are separated by commas, semicolons, tabs or bars, as in the first line; numbers have a decimal point in every culture. The file
/// is UTF-8 and may be compressed with gzip. Only requested columns must be numeric. Nothing is imputed: missing values are reported with
/// their lines. A first line of numbers is a header if a column has another kind of cell in the rows below (<c>date,0,1</c>). An unnamed first
/// column is the index that pandas writes: the time if it contains dates, otherwise ignored. Rows in reverse order are
/// reversed. Assumptions about things that the file does not state are in <see cref="Notes"/>.
/// </remarks>
public sealed class TimeSeriesCsv
{
    private const int ProblemsShown = 5;

    private readonly CsvTable _table;

    private TimeSeriesCsv(CsvTable table, string? dateFormat)
    {
        var time = CsvTimeColumn.Find(table, dateFormat);
        var (texts, points, notes) = (time.Texts.ToArray(), time.Points, time.Notes.ToList());
        if (points is not null && HasNewestFirst(points))
        {
            table.Rows.Reverse();
            table.Lines.Reverse();
            Array.Reverse(texts);
            Array.Reverse(points);
            notes.Add($"'{table.Name}' has the newest row first: the rows are reversed, the earliest first.");
        }

        _table = table;
        TimeColumn = time.Column is { } column ? table.Header[column] : null;
        Columns = [.. table.Header.Where((_, index) => !time.NotData.Contains(index))];
        Times = texts;
        Time = points is null ? null : TimeAxis.Of(points, $"'{table.Name}', column '{TimeColumn}'", texts, table.LineOf);
        Notes = notes;
    }

    /// <summary>The name of the file in messages.</summary>
    public string Name => _table.Name;

    /// <summary>The columns other than the time and an index of the rows, in the file's order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The time column: one that is called date, time, datetime, timestamp or epoch, otherwise the first column if it contains dates, increasing years under
    /// the name year, or evenly spaced numbers that can be seconds since 1970 (or milliseconds, and so on); <c>null</c> if there is none. With a column
    /// date and a column time of times of day, it is the first, and both are joined.
    /// </summary>
    public string? TimeColumn { get; }

    /// <summary>The texts of the time column, row by row; empty without one.</summary>
    public IReadOnlyList<string> Times { get; }

    /// <summary>The time axis; <c>null</c> without a time column, or if it cannot be parsed, which <see cref="Notes"/> then explains.</summary>
    public TimeAxis? Time { get; }

    /// <summary>
    /// Assumptions made in reading, for the user, one or two sentences each: a time that cannot be parsed, rows in reverse order, numbers
    /// read as times or as data, an ignored index. Usually empty.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => _table.Rows.Count;

    /// <summary>Reads a whole file.</summary>
    /// <param name="stream">The file from its start; must be seekable.</param>
    /// <param name="name">The name in messages.</param>
    /// <param name="dateFormat">
    /// The format of the time column in .NET's notation, such as <c>dd/MM/yyyy HH:mm</c>; <c>null</c>: detected. Dates with slashes or dashes and the year
    /// last need it if no day above 12 shows the order of day and month.
    /// </param>
    /// <exception cref="DataException">
    /// The file is empty, not UTF-8 text or a damaged gzip file; its first line does not name the columns, or names one twice; a line has another number
    /// of cells; two rows have the same time, or the rows are out of order; the order of day and month is ambiguous; a time does not match
    /// <paramref name="dateFormat"/>.
    /// </exception>
    /// <exception cref="ReadLimitException">The cells take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static TimeSeriesCsv Read(Stream stream, string name, string? dateFormat = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return new(
            DataContent.Read(name, () =>
            {
                using var content = GzipContent.Open(stream, name);
                return CsvTable.Parse(DataContent.TextOf(content), name);
            }),
            dateFormat);
    }

    /// <summary>The line number of a row in the file, from 1.</summary>
    /// <param name="row">The row, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public int LineOf(int row) => _table.Lines[Indices.Check(row, _table.Lines.Count, "rows")];

    /// <summary>The values of some columns.</summary>
    /// <param name="columns">Their names.</param>
    /// <returns>[rows, columns]</returns>
    /// <exception cref="DataException">
    /// There is no such column; or values are missing or not finite numbers, the first five of which are listed with their lines.
    /// </exception>
    public double[,] Numbers(params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var indices = columns.Select(IndexOf).ToArray();
        var numbers = new double[Rows, indices.Length];
        var (problems, count) = (new List<string>(), 0);
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < indices.Length; column++)
            {
                var cell = _table.Rows[row][indices[column]];
                if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row, column]) && double.IsFinite(numbers[row, column]))
                    continue;
                if (++count <= ProblemsShown)
                    problems.Add($"{_table.LineOf(row)}, column '{columns[column]}' {Describe(cell)}");
            }
        }

        return count == 0 ? numbers : throw new DataException(
            $"'{Name}' has {(count == 1 ? "a value that is" : $"{count.Invariant()} values that are")} missing or not a number: {string.Join("; ", problems)}{(count > ProblemsShown ? "; and so on" : "")}. "
            + "Every line needs a number there, such as 3.5: fill the gap, or do not use that column.");
    }

    private int IndexOf(string column) => Array.IndexOf(_table.Header, column) is >= 0 and var index
        ? index
        : throw new DataException($"'{Name}' has no column '{column}'. Its columns are {string.Join(", ", Columns)}{(TimeColumn is null ? "" : $", and {TimeColumn} for the time")}.");

    private static bool HasNewestFirst(TimePoint[] points) => points[0].Universal > points[^1].Universal
        && points.Zip(points.Skip(1)).Sum(static pair => Math.Sign((pair.Second.Universal - pair.First.Universal).Ticks)) < 0;

    private static string Describe(string cell) => cell.Length == 0 ? "is empty" : $"holds '{cell}'";
}
