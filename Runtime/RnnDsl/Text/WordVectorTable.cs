using System.Buffers;
using System.Globalization;
using System.Text;
using RnnDsl.Files;

namespace RnnDsl.Text;

/// <summary>
/// Pretrained word vectors, read from text: each line has a word and the elements of its vector, separated by spaces. GloVe, word2vec
/// (text form) and fastText (<c>.vec</c>) use this format.
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

    /// <summary>The size of the vectors.</summary>
    public int Dimensions { get; }

    /// <summary>The number of words in the file, skipped ones included.</summary>
    public long WordsRead { get; }

    /// <summary>The vectors of the wanted words that the file has, [<see cref="Dimensions"/>] each.</summary>
    public IReadOnlyDictionary<string, float[]> Vectors => _vectors;

    /// <summary>Reads a file, compressed with gzip or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">Selects the words to keep; the others are skipped line by line and take no memory.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">
    /// A line is not a word and its vector, or the file is truncated or a damaged gzip file. The message has the line number.
    /// </exception>
    /// <exception cref="ReadLimitException">
    /// The vectors take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.
    /// </exception>
    public static WordVectorTable Read(string path, Func<string, bool> wanted)
    {
        using var file = ReadableFile.Open(path);
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
    /// A first line of two integers is word2vec's header: the number of words and the vector size. A word may contain spaces, as some of GloVe's do:
    /// the vector is the last elements of its line. For a word that occurs twice, the first vector counts. The vectors of
    /// skipped words are counted but not parsed.
    /// </remarks>
    /// <param name="lines">The lines.</param>
    /// <param name="name">The name of the source in messages.</param>
    /// <param name="wanted">Selects the words to keep.</param>
    /// <exception cref="InvalidDataException">
    /// A line is not a word and its vector, or there are fewer lines than the header declares. The message has the line number.
    /// </exception>
    /// <exception cref="ReadLimitException">
    /// The vectors take more than <see cref="ReadLimits.MemoryBytes"/>, or a line is longer than <see cref="ReadLimits.LineCharacters"/>.
    /// </exception>
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

    /// <summary>The position of the separator before the given number of elements.</summary>
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
                throw place.Wrong($"has '{Shown(text[range])}' as number {count + 1} of '{Shown(word)}', which is not a finite number.");
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
