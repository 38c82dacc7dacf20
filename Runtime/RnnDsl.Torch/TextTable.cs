namespace RnnDsl;

/// <summary>A table in plain text: the first columns left-aligned, the others right-aligned.</summary>
internal static class TextTable
{
    /// <summary>A row that is a line of dashes below or above the others.</summary>
    public static readonly string[] Rule = [];

    /// <summary>The lines of the table.</summary>
    /// <param name="rows">The rows, all of one width but for <see cref="Rule"/>; the first has cells.</param>
    /// <param name="left">The number of left-aligned columns.</param>
    /// <param name="gap">The text between two columns.</param>
    public static string Of(IReadOnlyList<string[]> rows, int left = 1, string gap = "  ")
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Where(static row => row != Rule).Max(row => row[column].Length)).ToArray();
        var rule = Array.ConvertAll(widths, static width => new string('-', width));
        return string.Join('\n', rows.Select(row => Line(row == Rule ? rule : row)));

        string Line(string[] cells) => string.Join(gap, cells.Select((cell, column) => column < left ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();
    }
}
