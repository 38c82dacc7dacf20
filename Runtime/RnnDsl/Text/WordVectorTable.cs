using System.Buffers;
using System.Globalization;
using System.Text;

namespace RnnDsl;

/// <summary>
/// Vectors of words that were trained elsewhere, read from text: a word and its numbers on each line, with spaces between. GloVe, word2vec
/// (text form) and fastText (<c>.vec</c>) are such files.
/// </summary>
/// <remarks>
/// J. Pennington, R. Socher and C. Manning, "GloVe: Global Vectors for Word Representation", EMNLP 2014; T. Mikolov et al., "Distributed
/// Representations of Words and Phrases and their Compositionality", NIPS 2013; P. Bojanowski et al., "Enriching Word Vectors with Subword
/// Information", TACL 2017.
/// </remarks>
public sealed class WordVectorTable
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(" \t");

    private readonly Dictionary<string, float[]> _vectors;

    private WordVectorTable(int dimensions, long words, Dictionary<string, float[]> vectors) => (Dimensions, WordsRead, _vectors) = (dimensions, words, vectors);

    /// <summary>How many numbers a word has.</summary>
    public int Dimensions { get; }

    /// <summary>How many words the file has, those that were not wanted among them.</summary>
    public long WordsRead { get; }

    /// <summary>The vectors of the words that were wanted and found, [<see cref="Dimensions"/>] each.</summary>
    public IReadOnlyDictionary<string, float[]> Vectors => _vectors;

    /// <summary>Reads a file, packed with gzip or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Which words are kept: the rest goes by line by line and takes no memory.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line is not a word and its numbers, or the file is cut short or a damaged gzip file. The message names the line.</exception>
    /// <exception cref="ReadLimitException">The vectors that are kept take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static WordVectorTable Read(string path, Func<string, bool> wanted)
    {
        using var file = File.OpenRead(path);
        Span<byte> first = stackalloc byte[2];
        if (file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length && first.SequenceEqual("PK"u8))
            throw new InvalidDataException($"'{path}' is a zip archive. Unpack it, and name the text file in it.");
        file.Position = 0;
        try
        {
            using var content = GzipContent.Open(file, path);
            using var lines = new StreamReader(content, Encoding.UTF8);
            return Read(lines, path, wanted);
        }
        catch (DamagedContentException problem)
        {
            throw new InvalidDataException(problem.Message, problem);
        }
    }

    /// <summary>Reads lines.</summary>
    /// <remarks>
    /// A first line of two whole numbers is word2vec's header: how many words and how many numbers each. A word may hold spaces, as some of GloVe's do:
    /// its numbers are the last ones of its line. Of a word that comes twice the first vector counts. The numbers of words that are
    /// not wanted are counted but not read.
    /// </remarks>
    /// <param name="lines">The lines.</param>
    /// <param name="name">What messages call the place they come from.</param>
    /// <param name="wanted">Which words are kept.</param>
    /// <exception cref="InvalidDataException">A line is not a word and its numbers, or there are fewer lines than the header says. The message names the line.</exception>
    /// <exception cref="ReadLimitException">The vectors that are kept take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.</exception>
    public static WordVectorTable Read(TextReader lines, string name, Func<string, bool> wanted)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(wanted);
        var (reader, budget) = (new LineReader(lines, name), new ReadBudget(name));
        var first = reader.Next() ?? throw new InvalidDataException($"'{name}' is empty, where a word and its numbers are expected on each line.");
        var header = Header(first);
        var dimensions = header?.Dimensions ?? CountOf(first.AsSpan().TrimEnd(), Separators);
        if (dimensions < 1)
            throw new InvalidDataException($"Line 1 of '{name}' is '{Shown(first)}', where a word and its numbers are expected with spaces between, or the two whole numbers of a header.");

        var (words, vectors) = (0L, new Dictionary<string, float[]>(StringComparer.Ordinal));
        for (var line = header is null ? first : reader.Next(); line is not null; line = reader.Next())
        {
            if (line.AsSpan().TrimEnd() is not { Length: > 0 } entry)
                continue;
            words++;
            var place = new Place(name, reader.Number);
            var end = EndOfWord(entry, dimensions, place);
            var word = entry[..end].ToString();
            if (!wanted(word) || vectors.ContainsKey(word))
                continue;
            budget.TakeText(word.Length);
            budget.TakeArray<float>(dimensions);
            vectors.Add(word, Numbers(entry[(end + 1)..], dimensions, word, place));
        }

        if (header is { Words: var expected } && words < expected)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"'{name}' ends after {words:N0} words, where its first line says {expected:N0}: it is cut short. Download it again."));
        }
        return new WordVectorTable(dimensions, words, vectors);
    }

    private static (long Words, int Dimensions)? Header(string line)
    {
        var fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 2
            && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var words)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions)
            ? (words, dimensions)
            : null;
    }

    /// <summary>Where the separator stands that has so many numbers behind it.</summary>
    private static int EndOfWord(ReadOnlySpan<char> entry, int dimensions, Place place)
    {
        var surplus = CountOf(entry, Separators) - dimensions;
        if (surplus < 0)
            throw place.Wrong($"has {surplus + dimensions} numbers where {dimensions} are expected: '{Shown(entry)}'. A file in binary form cannot be read.");
        var end = entry.IndexOfAny(Separators);
        for (; surplus > 0; surplus--)
            end += 1 + entry[(end + 1)..].IndexOfAny(Separators);
        return end;
    }

    private static float[] Numbers(ReadOnlySpan<char> text, int dimensions, string word, Place place)
    {
        var numbers = new float[dimensions];
        var count = 0;
        foreach (var range in text.SplitAny(Separators))
        {
            if (!float.TryParse(text[range], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[count]) || !float.IsFinite(numbers[count]))
                throw place.Wrong($"has '{Shown(text[range])}' as number {count + 1} of '{Shown(word)}', which is no finite number.");
            count++;
        }
        return numbers;
    }

    private static int CountOf(ReadOnlySpan<char> text, SearchValues<char> characters)
    {
        var count = 0;
        for (int at; (at = text.IndexOfAny(characters)) >= 0; text = text[(at + 1)..])
            count++;
        return count;
    }

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";

    private readonly record struct Place(string Name, long Line)
    {
        public InvalidDataException Wrong(FormattableString what) =>
            new(string.Create(CultureInfo.InvariantCulture, $"Line {Line:N0} of '{Name}' {what.ToString(CultureInfo.InvariantCulture)}"));
    }
}
