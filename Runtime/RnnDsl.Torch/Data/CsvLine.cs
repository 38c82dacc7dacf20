using System.Text;

namespace RnnDsl.Data;

/// <summary>One line of separated values. A cell in double quotes may contain separators and doubled quotes (RFC 4180).</summary>
internal static class CsvLine
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <summary>The separator of a line: the most frequent candidate outside of quotes; a comma if there is none.</summary>
    public static char SeparatorOf(string line)
    {
        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var character in line)
        {
            quoted ^= character == '"';
            if (!quoted && Array.IndexOf(Separators, character) is >= 0 and var index)
                counts[index]++;
        }
        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    /// <summary>The cells, without surrounding blanks and quotes; <c>null</c> if a quote is not closed.</summary>
    public static string[]? Split(string line, char separator)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
            return line.Split(separator, StringSplitOptions.TrimEntries);

        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == separator && !quoted)
                Next();
            else
                cell.Append(line[i]);
        }
        Next();
        return quoted ? null : [.. cells];

        void Next()
        {
            cells.Add(cell.ToString().Trim());
            cell.Clear();
        }
    }
}
