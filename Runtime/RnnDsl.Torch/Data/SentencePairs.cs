using System.IO.Compression;
using System.Text;

namespace RnnDsl.Data;

/// <summary>Sentence pairs, read from lines of tab-separated columns.</summary>
/// <param name="Pairs">The pairs in line order.</param>
/// <param name="Malformed">The number of malformed lines: with too few columns, or an empty column.</param>
/// <param name="Problems">The first malformed lines, each with its number, from 1, and the problem.</param>
public sealed record SentencePairs(IReadOnlyList<SentencePair> Pairs, int Malformed, IReadOnlyList<string> Problems)
{
    private const int MostProblems = 10;

    /// <summary>Reads a file of a data set: text, or a zip archive with the text.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="file">The name of the file.</param>
    /// <param name="entry">The name of the text within the archive.</param>
    /// <param name="sourceColumn">The column of the source sentence, from 0.</param>
    /// <param name="targetColumn">The column of the target sentence, from 0.</param>
    /// <exception cref="DataException">The archive cannot be read or lacks the text; the text is not UTF-8; or it has no pair.</exception>
    /// <exception cref="ReadLimitException">The pairs take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static SentencePairs Read(ResolvedData data, string file, string entry, int sourceColumn, int targetColumn)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var stream = data.OpenRead(file);
        var name = DataContent.NameOf(data, file, stream);

        // An archive starts with the letters PK, which no text with columns does in practice.
        return DataContent.Read(name, () => DataContent.IsArchive(stream) ? ReadArchive(stream, name, entry, sourceColumn, targetColumn) : ReadText(stream, name, sourceColumn, targetColumn));
    }

    /// <summary>Reads lines. Further columns are allowed; empty lines are skipped.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="name">The name of the source in messages.</param>
    /// <param name="sourceColumn">The column of the source sentence, from 0.</param>
    /// <param name="targetColumn">The column of the target sentence, from 0.</param>
    /// <exception cref="DataException">There is no pair.</exception>
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

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Pairs), Pairs), (nameof(Malformed), Malformed), (nameof(Problems), Problems));
}
