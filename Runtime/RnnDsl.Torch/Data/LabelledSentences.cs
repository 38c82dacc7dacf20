using System.IO.Compression;

namespace RnnDsl.Data;

/// <summary>
/// Sentences for classification, in one of two forms: a zip archive with one file per class and one sentence per line, or a text whose lines are
/// a class name, a tab and a sentence.
/// </summary>
public static class LabelledSentences
{
    /// <summary>Reads a file of a data set. Empty lines and white space around sentences are ignored.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="file">The name of the file.</param>
    /// <param name="classes">The names of the classes, in index order.</param>
    /// <param name="entries">The file of each class within an archive, in any folder.</param>
    /// <returns>The sentences: class by class from an archive, in line order from a text.</returns>
    /// <exception cref="DataException">
    /// The archive cannot be read or lacks a file; a line is invalid; a class has no sentence; or the text is not UTF-8.
    /// </exception>
    /// <exception cref="ReadLimitException">The sentences take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static IReadOnlyList<LabelledSentence> Read(ResolvedData data, string file, IReadOnlyList<string> classes, IReadOnlyList<string> entries)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(entries);
        using var stream = data.OpenRead(file);
        var name = DataContent.NameOf(data, file, stream);
        var sentences = DataContent.Read(name, () => DataContent.IsArchive(stream) ? ReadArchive(stream, name, entries) : ReadLines(stream, name, classes));
        return classes.Where((_, label) => sentences.All(sentence => sentence.Label != label)).ToList() is [var missing, ..]
            ? throw new DataException($"'{name}' has no sentence of the class '{missing}'.")
            : sentences;
    }

    private static List<LabelledSentence> ReadArchive(Stream stream, string name, IReadOnlyList<string> entries)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var (sentences, budget) = (new List<LabelledSentence>(), new ReadBudget(name));
        for (var label = 0; label < entries.Count; label++)
        {
            var file = entries[label];
            using var opened = DataContent.Open(DataContent.Entry(archive, name, file, entry => entry.Name == file), name);
            sentences.AddRange(Lines(opened, $"{name}/{file}", budget).Select(line => new LabelledSentence(line.Text.Trim(), label)));
        }
        return sentences;
    }

    private static List<LabelledSentence> ReadLines(Stream stream, string name, IReadOnlyList<string> classes)
    {
        var sentences = new List<LabelledSentence>();
        foreach (var (number, line) in Lines(stream, name, new ReadBudget(name)))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0)
                throw Wrong($"has no tab: '{Shown(line)}'");
            var label = classes.TakeWhile(name => !line.AsSpan(0, tab).Trim().Equals(name, StringComparison.OrdinalIgnoreCase)).Count();
            if (label == classes.Count)
                throw Wrong($"starts with '{Shown(line[..tab])}'");
            var text = line[(tab + 1)..].Trim();
            if (text.Length == 0)
                throw Wrong("has no sentence after its tab");
            sentences.Add(new LabelledSentence(text, label));

            DataException Wrong(string what) =>
                new($"Line {number.Invariant()} of '{name}' {what}. A line is the name of a class ({string.Join(", ", classes)}), a tab and a sentence.");
        }
        return sentences;
    }

    /// <summary>The non-empty lines with their numbers from 1.</summary>
    private static IEnumerable<(int Number, string Text)> Lines(Stream stream, string name, ReadBudget budget)
    {
        var reader = new LineReader(DataContent.TextOf(stream), name);
        for (var number = 1; reader.Next() is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            budget.TakeText(line.Length);
            yield return (number, line);
        }
    }

    private static string Shown(string text) => text.Length <= 60 ? text : $"{text.AsSpan(0, 60)}...";
}
