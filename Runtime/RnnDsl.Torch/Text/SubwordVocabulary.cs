using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.ML.Tokenizers;

namespace RnnDsl.Text;

/// <summary>
/// A subword vocabulary: words that are not in the training text are spelled with subwords that are. A rare word takes more tokens, and only a
/// word with an unseen character is unknown.
/// </summary>
/// <remarks>
/// <see cref="BytePairs"/> learns the subwords; <see cref="BpeTokenizer"/> of Microsoft.ML.Tokenizers applies them. The files are the usual two,
/// <c>vocab.json</c> (tokens and their ids) and <c>merges.txt</c> (one pair per line, in merge order).
/// </remarks>
public sealed class SubwordVocabulary : ITextVocabulary
{
    /// <summary>The name of the token file in a vocabulary's folder.</summary>
    public const string VocabularyFile = "vocab.json";

    /// <summary>The name of the merges file in a vocabulary's folder.</summary>
    public const string MergesFile = "merges.txt";

    /// <summary>Memory per byte of a file: a token of one letter takes 6 bytes of JSON, and objects in several tables.</summary>
    private const int ReadingCost = 64;

    private const string MergesHeader = "#version: 0.2";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string[] _tokens;
    private readonly IReadOnlyList<string> _merges;
    private readonly IReadOnlyList<string> _names;
    private readonly BpeTokenizer _tokenizer;

    /// <summary>A vocabulary of the special tokens and the learned subwords.</summary>
    /// <param name="pairs">The learned byte pairs.</param>
    /// <param name="special">The special tokens; <c>null</c>: the default names.</param>
    /// <exception cref="ArgumentException">Two special tokens have the same name, or a subword has the name of one.</exception>
    public SubwordVocabulary(BytePairs pairs, SpecialTokens? special = null)
        : this(Tokens(pairs, special ?? new SpecialTokens()), [.. pairs.Merges.Select(static merge => $"{merge.Left} {merge.Right}")], special ?? new SpecialTokens())
    {
    }

    private SubwordVocabulary(string[] tokens, IReadOnlyList<string> merges, SpecialTokens special)
    {
        (_tokens, _merges, _names, Special) = (tokens, merges, special.Names, special);
        _tokenizer = BpeTokenizer.Create(new BpeOptions(tokens.Select(static (token, number) => KeyValuePair.Create(token, number)))
        {
            Merges = merges,
            UnknownToken = special.UnknownName,
            EndOfWordSuffix = BytePairs.EndOfWord,
        });
    }

    /// <summary>Learns subwords from sentences. For a joint vocabulary of two languages pass the sentences of both.</summary>
    /// <param name="sentences">The words of each sentence. Names of special tokens are skipped.</param>
    /// <param name="size">The maximum number of tokens, special tokens included.</param>
    /// <param name="special">The special tokens; <c>null</c>: the default names.</param>
    /// <exception cref="ArgumentException">There is no word, a word is empty or contains white space, or the size is less than the number of characters.</exception>
    public static SubwordVocabulary FromSentences(IEnumerable<IReadOnlyList<string>> sentences, int size, SpecialTokens? special = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var names = (special ?? new SpecialTokens()).Names;
        var words = sentences.Select(sentence => sentence.Any(names.Contains) ? [.. sentence.Where(word => !names.Contains(word))] : sentence);
        return new SubwordVocabulary(BytePairs.Learn(words, size - SpecialTokens.Count), special);
    }

    /// <inheritdoc/>
    public int Count => _tokens.Length;

    /// <inheritdoc/>
    public SpecialTokens Special { get; }

    /// <summary>The text of a token: the name of a special token, or a subword, which ends with <see cref="BytePairs.EndOfWord"/> at the end of a word.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public string this[long token] => token >= 0 && token < _tokens.Length
        ? _tokens[token]
        : throw new ArgumentOutOfRangeException(
            nameof(token), string.Create(CultureInfo.InvariantCulture, $"Token {token} is not in the vocabulary, whose {Count} tokens are 0 to {Count - 1}."));

    /// <inheritdoc/>
    /// <remarks>A word with an unknown character is one unknown token.</remarks>
    public long[] Encode(params IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var tokens = new List<long>(2 * words.Count);
        foreach (var word in words)
        {
            // Decode finds word ends by the end-of-word mark, which a word itself must not contain.
            var parts = _names.Contains(word) || word.Contains(BytePairs.EndOfWord, StringComparison.Ordinal)
                ? []
                : _tokenizer.EncodeToIds(word, considerPreTokenization: false, considerNormalization: false);
            if (parts.Count == 0 || parts.Any(static part => part < SpecialTokens.Count))
                tokens.Add(SpecialTokens.Unknown);
            else
                tokens.AddRange(parts.Select(static part => (long)part));
        }

        return [.. tokens];
    }

    /// <inheritdoc/>
    /// <remarks>Subwords without an end of word, as a network may generate them, become a word of their own.</remarks>
    public string[] Decode(params ReadOnlySpan<long> tokens)
    {
        var words = new List<string>(tokens.Length);
        var parts = new List<int>();
        foreach (var token in tokens)
        {
            var text = this[token];
            if (token >= SpecialTokens.Count)
            {
                parts.Add((int)token);
                if (!text.EndsWith(BytePairs.EndOfWord, StringComparison.Ordinal))
                    continue;
            }

            if (parts.Count > 0)
                words.Add(_tokenizer.Decode(parts));
            parts.Clear();
            if (token == SpecialTokens.Unknown)
                words.Add(text);
            else if (token == SpecialTokens.End)
                break;
        }

        if (parts.Count > 0)
            words.Add(_tokenizer.Decode(parts));
        return [.. words];
    }

    /// <summary>Saves the vocabulary as two files in a folder, which is created; each replaces an existing one only once it is complete.</summary>
    /// <param name="path">The folder.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(Path.Combine(path, MergesFile), stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(_merges.Prepend(MergesHeader).Select(static line => line + "\n")))));
        AtomicFile.Write(Path.Combine(path, VocabularyFile), stream =>
        {
            using var json = new Utf8JsonWriter(stream, Readable);
            json.WriteStartObject();
            for (var number = 0; number < _tokens.Length; number++)
                json.WriteNumber(_tokens[number], number);
            json.WriteEndObject();
        });
    }

    /// <summary>Loads a saved vocabulary.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">The folder lacks one of the files.</exception>
    /// <exception cref="InvalidDataException">A file is invalid, or the two do not match; the message names the file and the problem.</exception>
    public static SubwordVocabulary Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (vocabularyPath, mergesPath) = (Path.Combine(path, VocabularyFile), Path.Combine(path, MergesFile));
        var tokens = ReadTokens(vocabularyPath);
        var merges = ReadMerges(mergesPath, [.. tokens]);
        try
        {
            var special = new SpecialTokens(tokens[0], tokens[1], tokens[2], tokens[3]);
            return new SubwordVocabulary(tokens, merges, special);
        }
        catch (Exception problem) when (problem is ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} cannot be read as a subword vocabulary: {problem.Message}", problem);
        }
    }

    private static string[] Tokens(BytePairs pairs, SpecialTokens special)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        string[] tokens = [.. special.Names, .. pairs.Parts];
        var twice = tokens.GroupBy(static token => token, StringComparer.Ordinal).FirstOrDefault(static group => group.Count() > 1);
        return twice is null
            ? tokens
            : throw new ArgumentException($"'{twice.Key}' is the name of a special token and of another token. Give the special tokens other names.", nameof(special));
    }

    private static string[] ReadTokens(string path)
    {
        var json = WholeFile.ReadText(path, ReadingCost);
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Wrong("it is not an object of tokens and their numbers");

            var tokens = new SortedDictionary<int, string>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out var number))
                    throw Wrong($"the token '{property.Name}' has no whole number");
                if (!tokens.TryAdd(number, property.Name))
                    throw Wrong(string.Create(CultureInfo.InvariantCulture, $"the number {number} occurs twice"));
            }

            if (tokens.Count <= SpecialTokens.Count || tokens.First().Key != 0 || tokens.Last().Key != tokens.Count - 1)
                throw Wrong("its numbers are not those from 0 on, the special tokens first");
            if (tokens.Values.Distinct(StringComparer.Ordinal).Count() < tokens.Count)
                throw Wrong("a token occurs twice");
            return [.. tokens.Values];
        }
        catch (JsonException problem)
        {
            throw Wrong($"it is not valid JSON: {problem.Message}", problem);
        }
        catch (InvalidOperationException problem)
        {
            // The exception of JsonProperty for a name that is not Unicode.
            throw Wrong($"a text in it is not valid Unicode: {problem.Message}", problem);
        }

        InvalidDataException Wrong(string problem, Exception? inner = null) => new($"{path} cannot be read as the tokens of a subword vocabulary: {problem}", inner);
    }

    private static List<string> ReadMerges(string path, HashSet<string> tokens)
    {
        string[] lines = [.. Lines(WholeFile.ReadText(path, ReadingCost))];
        if (lines.Length == 0 || !lines[0].StartsWith("#version", StringComparison.Ordinal))
            throw new InvalidDataException($"{path} cannot be read as the merges of a subword vocabulary: its first line is not \"{MergesHeader}\"");

        for (var line = 1; line < lines.Length; line++)
        {
            var parts = lines[line].Split(' ');
            if (parts.Length != 2 || !tokens.Contains(parts[0]) || !tokens.Contains(parts[1]) || !tokens.Contains(string.Concat(parts)))
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} cannot be read as the merges of a subword vocabulary: line {line + 1}, '{lines[line]}', is not a pair of tokens of {VocabularyFile} that make a third one"));
            }
        }

        return [.. lines.Skip(1)];

        static IEnumerable<string> Lines(string text)
        {
            using var reader = new StringReader(text);
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }
}
