using System.Globalization;

namespace RnnDsl.Torch;

/// <summary>
/// Series over time from a text file: a first line that names the columns, then a line for each point in time, the earliest first or the newest first.
/// </summary>
/// <remarks>
/// Cells are separated by commas, semicolons, tabs or bars, as the first line has them; numbers have a decimal point under every culture. The file
/// is UTF-8 and may be packed with gzip. Only columns that are asked for must hold numbers. Nothing is filled in: what is missing is told with
/// its line. A first line of numbers names the columns where it holds another kind of cell in a column than the rows below (<c>date,0,1</c>). A first
/// column without a name is the index that pandas writes: the time where it holds dates, else left out. Rows that have the newest first are put in
/// the opposite order. What was decided and the file does not say is in <see cref="Notes"/>.
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
            notes.Add($"'{table.Name}' has the newest row first: the rows are taken in the opposite order, the earliest first.");
        }

        _table = table;
        TimeColumn = time.Column is { } column ? table.Header[column] : null;
        Columns = [.. table.Header.Where((_, index) => !time.NotData.Contains(index))];
        Times = texts;
        Time = points is null ? null : TimeAxis.Of(points, $"'{table.Name}', column '{TimeColumn}'", texts, table.LineOf);
        Notes = notes;
    }

    /// <summary>What messages call the file.</summary>
    public string Name => _table.Name;

    /// <summary>The columns that are neither the time's nor an index of the rows, in the file's order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// The column that tells when: one that is called date, time, datetime, timestamp or epoch, else the first one where it holds dates, rising years under
    /// the name year, or evenly spaced numbers that can be seconds since 1970 (or milliseconds, and so on); <c>null</c> where there is none. Of a column
    /// date and a column time that holds times of day it is the first, and both are read together.
    /// </summary>
    public string? TimeColumn { get; }

    /// <summary>What that column holds, row by row and as it is written; empty without one.</summary>
    public IReadOnlyList<string> Times { get; }

    /// <summary>The same as points in time; <c>null</c> where there is no such column or it cannot be read; <see cref="Notes"/> then says why.</summary>
    public TimeAxis? Time { get; }

    /// <summary>
    /// What was decided in reading that a user should know, a sentence or two for each: a time that cannot be read, rows in the opposite order, numbers
    /// taken as times or as data, an index that was left out. Mostly empty.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The number of points in time.</summary>
    public int Rows => _table.Rows.Count;

    /// <summary>Reads a file whole.</summary>
    /// <param name="stream">The file from its beginning; it must be one that can go back.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="dateFormat">
    /// The form of the time column in .NET's letters, such as <c>dd/MM/yyyy HH:mm</c>; found out where it is not given. Dates with slashes or dashes and the year
    /// last need it where no day above 12 says whether the day or the month is first.
    /// </param>
    /// <exception cref="DataException">
    /// The file is empty, no UTF-8 text or a damaged gzip file; its first line does not name the columns, or names one twice; a line has another number
    /// of cells; two rows have the same time, or the rows are out of order; whether the day or the month is first is open; a time has another form than
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

    /// <summary>The line of the file on which a row stands, the first line being 1.</summary>
    /// <param name="row">The row, counted from 0.</param>
    public int LineOf(int row) => _table.Lines[row];

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
                var cell = _table.Rows[row][places[column]];
                if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row, column]) && double.IsFinite(numbers[row, column]))
                    continue;
                if (++count <= ProblemsShown)
                    problems.Add($"{_table.LineOf(row)}, column '{columns[column]}' {Describe(cell)}");
            }
        }

        return count == 0 ? numbers : throw new DataException(
            $"'{Name}' has {(count == 1 ? "a value that is" : $"{count.Invariant()} values that are")} missing or no number: {string.Join("; ", problems)}{(count > ProblemsShown ? "; and so on" : "")}. "
            + "Every line needs a number there, such as 3.5: fill the gap, or leave that column out.");
    }

    private int PlaceOf(string column) => Array.IndexOf(_table.Header, column) is >= 0 and var place
        ? place
        : throw new DataException($"'{Name}' has no column '{column}'. Its columns are {string.Join(", ", Columns)}{(TimeColumn is null ? "" : $", and {TimeColumn} for the time")}.");

    private static bool HasNewestFirst(TimePoint[] points) => points[0].Universal > points[^1].Universal
        && points.Zip(points.Skip(1)).Sum(static pair => Math.Sign((pair.Second.Universal - pair.First.Universal).Ticks)) < 0;

    private static string Describe(string cell) => cell.Length == 0 ? "is empty" : $"holds '{cell}'";
}
