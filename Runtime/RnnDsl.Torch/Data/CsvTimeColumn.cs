namespace RnnDsl.Data;

/// <summary>The time column of a CSV file.</summary>
/// <param name="Column">The column; <c>null</c> if there is none.</param>
/// <param name="Points">Its points in time; <c>null</c> if they cannot be parsed.</param>
/// <param name="Notes">Notes on assumptions made in reading, for the user.</param>
internal sealed record CsvTimeColumn(int? Column, TimePoint[]? Points, IReadOnlyList<string> Notes)
{
    private const string Year = "year";
    private const string Known = "A date such as 2020-01-31, 2020-01-31 14:00 or 31.01.2020, or seconds since 1970, are read; for another form give the date format (--date-format)";

    private static readonly string[] TimeNames = ["date", "time", "datetime", "timestamp", "epoch"];

    /// <summary>The texts of the column, row by row; date and time joined if they are in two columns.</summary>
    public IReadOnlyList<string> Texts { get; private init; } = [];

    /// <summary>The columns without data: the time, and an index of the rows.</summary>
    public IReadOnlyList<int> NotData { get; private init; } = [];

    /// <summary>Finds the time column of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="dateFormat">The format of its dates; <c>null</c>: detected.</param>
    /// <exception cref="DataException">The order of day and month is ambiguous, or a row does not match the format.</exception>
    public static CsvTimeColumn Find(CsvTable table, string? dateFormat)
    {
        var unnamed = table.Header[0] == CsvTable.UnnamedIndex;
        var named = NamedColumn(table);
        var time = named is { } column ? Named(table, column, dateFormat) : First(table, 0, dateFormat, isIndex: unnamed);
        if (!unnamed || time.Column == 0)
            return time;

        // The first column is an index: check the second one.
        if (time.Column is null && table.Header.Length > 1)
            time = First(table, 1, dateFormat, isIndex: false);
        return time with { NotData = [0, .. time.NotData], Notes = [.. time.Notes, .. IndexNotes(table)] };
    }

    /// <summary>The first column with a name for times; a column of times of day only comes last.</summary>
    private static int? NamedColumn(CsvTable table) => Enumerable.Range(0, table.Header.Length)
        .Where(column => TimeNames.Contains(table.Header[column], StringComparer.OrdinalIgnoreCase))
        .OrderBy(column => TimeText.IsTimeOfDay(table.Rows[0][column]))
        .Select(static column => (int?)column)
        .FirstOrDefault();

    private static CsvTimeColumn Named(CsvTable table, int column, string? dateFormat) =>
        DateAndTime(table, column) is var (date, time) && table.Rows.All(row => TimeText.IsTimeOfDay(row[time]))
            ? Read(table, date, [.. table.Rows.Select(row => $"{row[date]} {row[time]}")], dateFormat) with { NotData = [date, time] }
            : Read(table, column, table.Column(column), dateFormat);

    /// <summary>The columns of date and time of day, if a file separates them.</summary>
    private static (int Date, int Time)? DateAndTime(CsvTable table, int named)
    {
        if (TimeText.IsTimeOfDay(table.Rows[0][named]))
            return Array.FindIndex(table.Rows[0], CsvCell.IsDate) is >= 0 and var date ? (date, named) : null;
        return table.Header[named].Equals("date", StringComparison.OrdinalIgnoreCase)
            && Array.FindIndex(table.Header, static name => name.Equals("time", StringComparison.OrdinalIgnoreCase)) is >= 0 and var time ? (named, time) : null;
    }

    /// <summary>A column whose name is not one for times.</summary>
    private static CsvTimeColumn First(CsvTable table, int column, string? dateFormat, bool isIndex)
    {
        var texts = table.Column(column);
        if (dateFormat is not null && !(isIndex && CsvTable.Counts(table.Rows, column)))
            return Read(table, column, texts, dateFormat);
        if (CsvCell.IsDate(texts[0]))
            return Read(table, column, texts, null, digits: false);
        var reader = new TimeColumnReader(NameOf(table, column), texts, table.LineOf);
        if (table.Header[column].Equals(Year, StringComparison.OrdinalIgnoreCase) && reader.Read(digits: true) is { } years && IsMonotonic(years))
            return new(column, years, []) { Texts = texts, NotData = [column] };
        if (reader.ReadEpoch() is not var (points, unit) || points.Length < 3 || !IsMonotonic(points))
            return new(null, null, []);
        return IsEven(points)
            ? new(column, points, [$"{NameOf(table, column)} is taken as the time, in {unit} since 1970: its values are evenly spaced."]) { Texts = texts, NotData = [column] }
            : new(null, null, [$"{NameOf(table, column)} is taken as data: its values could be {unit} since 1970, but are not evenly spaced. Name the column 'timestamp' to make it the time."]);
    }

    private static CsvTimeColumn Read(CsvTable table, int column, IReadOnlyList<string> texts, string? dateFormat, bool digits = true)
    {
        var reader = new TimeColumnReader(NameOf(table, column), texts, table.LineOf);
        var points = dateFormat is null ? reader.Read(digits) ?? reader.ReadEpoch()?.Points : reader.ReadAs(dateFormat);
        return new(column, points, points is null ? [Unreadable(table, column, texts[reader.Unread], reader.Unread)] : []) { Texts = texts, NotData = [column] };
    }

    private static string Unreadable(CsvTable table, int column, string text, int row) =>
        $"{NameOf(table, column)}, {table.LineOf(row)} {(text.Length == 0 ? "is empty" : $"holds '{text}', which is {(TimeText.IsTimeOfDay(text) ? "a time of day without a date" : "no point in time that is known")}")}: "
        + $"the rows are counted instead, without a time axis. {Known}.";

    private static string[] IndexNotes(CsvTable table) => CsvTable.Counts(table.Rows, 0) ? [] : [$"'{table.Name}': the first column has no name and is taken as an index of the rows, not as data."];

    private static string NameOf(CsvTable table, int column) => $"'{table.Name}', column '{table.Header[column]}'";

    private static bool IsMonotonic(TimePoint[] points)
    {
        var order = points.Zip(points.Skip(1), static (before, after) => Math.Sign((after.Universal - before.Universal).Ticks)).Distinct().ToArray();
        return order is [] or [not 0];
    }

    private static bool IsEven(TimePoint[] points) => points.Zip(points.Skip(1), static (before, after) => after.Universal - before.Universal).Distinct().Count() == 1;
}
