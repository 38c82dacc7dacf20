using System.Globalization;

namespace RnnDsl.Data;

/// <summary>The cells of a CSV file: a header row with the column names, and the rows below it.</summary>
/// <param name="Name">The name of the file in messages.</param>
/// <param name="Header">The column names.</param>
/// <param name="Rows">The cells of each row.</param>
/// <param name="Lines">The line number of each row, from 1.</param>
internal sealed record CsvTable(string Name, string[] Header, List<string[]> Rows, List<int> Lines)
{
    /// <summary>The name that pandas' <c>read_csv</c> gives an unnamed first column, the index that <c>to_csv</c> wrote.</summary>
    public const string UnnamedIndex = "Unnamed: 0";

    /// <summary>The number of rows that determine the kind of a column.</summary>
    private const int RowsCompared = 1_000;

    /// <param name="text">The content of the file.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="DataException">There are no rows; the first does not name the columns, or names one twice; a row has another number of cells.</exception>
    /// <exception cref="ReadLimitException">It exceeds <see cref="ReadLimits.MemoryBytes"/>, or a line <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static CsvTable Parse(TextReader text, string name)
    {
        var (reader, budget) = (new LineReader(text, name), new ReadBudget(name));
        var (header, headerLine, rows, lines, separator) = ((string[]?)null, 0, new List<string[]>(), new List<int>(), ',');
        for (var number = 1; reader.Next() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (header is null)
                separator = CsvLine.SeparatorOf(line);
            var cells = CsvLine.Split(line, separator) ?? throw new DataException($"'{name}', line {number.Invariant()}: a quote is not closed. A cell must end on the line on which it starts.");
            if (header is null)
            {
                (header, headerLine) = (cells, number);
                continue;
            }

            if (cells.Length != header.Length)
                throw new DataException($"'{name}', line {number.Invariant()} has {cells.Length.Invariant()} cells, where the first line names {header.Length.Invariant()} columns: {string.Join(", ", header)}.");
            budget.TakeTexts(cells);
            rows.Add(cells);
            lines.Add(number);
        }

        if (header is null || rows.Count == 0)
            throw new DataException($"'{name}' has no rows: a first line with the columns' names and a line for each point in time are expected.");
        return new(name, Named(header, rows, name, headerLine), rows, lines);
    }

    /// <summary>The cells of a column.</summary>
    public IReadOnlyList<string> Column(int column) => Rows.ConvertAll(row => row[column]);

    /// <summary>The name of a row in messages.</summary>
    public string LineOf(int row) => $"line {Lines[row].Invariant()}";

    private static string[] Named(string[] cells, List<string[]> rows, string name, int line)
    {
        var value = Array.FindIndex(cells, static cell => CsvCell.KindOf(cell) is CsvCellKind.Number or CsvCellKind.Date);
        if (value >= 0 && !Enumerable.Range(0, cells.Length).Any(column => DiffersInKind(cells, rows, column)))
        {
            throw new DataException(
                $"'{name}', line {line.Invariant()} should name the columns, but contains the {(CsvCell.IsNumber(cells[value]) ? "number" : "date")} {cells[value]} as the rows below do. Put a line of names above it.");
        }

        string[] names = [cells[0].Length == 0 && cells.Length > 1 ? UnnamedIndex : cells[0], .. cells[1..]];
        if (Array.FindIndex(names, static cell => cell.Length == 0) is >= 0 and var unnamed)
            throw new DataException($"'{name}', line {line.Invariant()}: column {(unnamed + 1).Invariant()} has no name. Every column but the first, which may be an index of the rows, needs one.");
        if (names.GroupBy(static cell => cell, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1) is { } twice)
            throw new DataException($"'{name}', line {line.Invariant()} names the column '{twice.Key}' twice.");
        return names;
    }

    /// <summary>Whether the first row has a cell of another kind than the rows below it: then it is a header, even if its names are numbers.</summary>
    private static bool DiffersInKind(string[] first, List<string[]> rows, int column)
    {
        var kind = CsvCell.KindOf(first[column]);
        var below = rows.Take(RowsCompared).Select(row => CsvCell.KindOf(row[column])).ToHashSet();
        if (kind == CsvCellKind.Missing)
            return column == 0 && first[0].Length == 0 && (below.SetEquals([CsvCellKind.Date]) || Counts(rows, 0));
        return !below.Contains(kind) && below.Any(static other => other != CsvCellKind.Missing);
    }

    /// <summary>Whether a column numbers its rows from 0 or 1.</summary>
    public static bool Counts(List<string[]> rows, int column)
    {
        var first = rows[0][column] == "1" ? 1 : 0;
        return rows.Index().All(row => row.Item[column] == (row.Index + first).ToString(CultureInfo.InvariantCulture));
    }
}
