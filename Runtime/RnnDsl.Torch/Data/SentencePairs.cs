using System.IO.Compression;

namespace RnnDsl.Torch;

/// <summary>Sentences and their translations, read from lines of columns with tabs between.</summary>
/// <param name="Pairs">The pairs in the order of the lines.</param>
/// <param name="Malformed">How many lines are no pair: with too few columns, or with nothing in one of the two.</param>
/// <param name="Problems">The first of them, each with its number, counted from 1, and what is wrong.</param>
public sealed record SentencePairs(IReadOnlyList<SentencePair> Pairs, int Malformed, IReadOnlyList<string> Problems)
{
    private const int MostProblems = 10;

    /// <summary>Reads a file of a data set: text, or a zip archive that holds it.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="file">The name of the file.</param>
    /// <param name="entry">The name of the text within the archive.</param>
    /// <param name="sourceColumn">The column of what is translated, from 0.</param>
    /// <param name="targetColumn">The column of what it becomes, from 0.</param>
    /// <exception cref="DataException">The archive cannot be read or lacks the text; the text is not UTF-8; or no line of it is a pair.</exception>
    /// <exception cref="ReadLimitException">The pairs take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static SentencePairs Read(ResolvedData data, string file, string entry, int sourceColumn, int targetColumn)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var stream = data.OpenRead(file);
        var name = DataContent.NameOf(data, file, stream);

        // An archive begins with PK; no text of columns does but one of two letters, and that with a third.
        return DataContent.Read(name, () => DataContent.IsArchive(stream) ? ReadArchive(stream, name, entry, sourceColumn, targetColumn) : ReadText(stream, name, sourceColumn, targetColumn));
    }

    /// <summary>Reads lines. Columns beyond those that are asked for may be there; empty lines are passed over.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="name">What messages call the place they come from.</param>
    /// <param name="sourceColumn">The column of what is translated, from 0.</param>
    /// <param name="targetColumn">The column of what it becomes, from 0.</param>
    /// <exception cref="DataException">No line is a pair.</exception>
    /// <exception cref="ReadLimitException">The pairs take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static SentencePairs Read(TextReader lines, string name, int sourceColumn, int targetColumn)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentOutOfRangeException.ThrowIfNegative(sourceColumn);
        ArgumentOutOfRangeException.ThrowIfNegative(targetColumn);
        var (reader, budget) = (new LineReader(lines, name), new ReadBudget(name));
        var (pairs, problems, malformed) = (new List<SentencePair>(), new List<string>(), 0);
        for (var number = 1; reader.Next() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            var columns = line.Split('\t');
            var wanted = Math.Max(sourceColumn, targetColumn) + 1;
            var pair = columns.Length < wanted ? default : new SentencePair(columns[sourceColumn].Trim(), columns[targetColumn].Trim());
            if (pair is { Source.Length: > 0, Target.Length: > 0 })
            {
                budget.TakeText(pair.Source.Length);
                budget.TakeText(pair.Target.Length);
                pairs.Add(pair);
                continue;
            }

            malformed++;
            if (problems.Count < MostProblems)
            {
                problems.Add(columns.Length < wanted
                    ? $"line {number.Invariant()} has {columns.Length.Invariant()} of {wanted.Invariant()} columns: '{Shown(line)}'"
                    : $"line {number.Invariant()} has an empty column: '{Shown(line)}'");
            }
        }

        return pairs.Count > 0
            ? new SentencePairs(pairs, malformed, problems)
            : throw new DataException($"'{name}' has no pair of sentences with a tab between{string.Concat(problems.Take(1).Select(static problem => $"; {problem}"))}.");
    }

    private static SentencePairs ReadArchive(Stream stream, string name, string entry, int sourceColumn, int targetColumn)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        using var text = DataContent.Open(DataContent.Entry(archive, name, entry, one => one.FullName == entry), name);
        return ReadText(text, $"{name}/{entry}", sourceColumn, targetColumn);
    }

    private static SentencePairs ReadText(Stream text, string name, int sourceColumn, int targetColumn) =>
        Read(DataContent.TextOf(text), name, sourceColumn, targetColumn);

    private static string Shown(string line) => (line.Length <= 60 ? line : $"{line.AsSpan(0, 60)}...").Replace('\t', '→');
}
