using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace RnnDsl.Text;

/// <summary>The words of a text and their token ids, by decreasing frequency. The special tokens come first.</summary>
public sealed class WordVocabulary : ITextVocabulary
{
    private static readonly VocabularyJson Json = new("rnndsl.word-vocabulary", "word vocabulary");

    private readonly string[] _words;
    private readonly Dictionary<string, long> _tokens;

    /// <summary>A vocabulary of these words in this order; the first has the id <see cref="SpecialTokens.Count"/>.</summary>
    /// <param name="words">The words.</param>
    /// <param name="special">The special tokens; <c>null</c>: the default names.</param>
    /// <exception cref="ArgumentException">A word occurs twice, is empty, or is a special token's name; or two special tokens have the same name.</exception>
    public WordVocabulary(IEnumerable<string> words, SpecialTokens? special = null)
    {
        ArgumentNullException.ThrowIfNull(words);
        Special = special ?? new SpecialTokens();
        Special.Check();
        _words = [.. Special.Names, .. words];
        _tokens = new Dictionary<string, long>(_words.Length, StringComparer.Ordinal);
        for (var token = 0; token < _words.Length; token++)
        {
            if (string.IsNullOrEmpty(_words[token]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Word {token - SpecialTokens.Count} (counted from 0) is empty."), nameof(words));
            if (!_tokens.TryAdd(_words[token], token))
                throw new ArgumentException($"The word '{_words[token]}' {(Special.Names.Contains(_words[token]) ? "is the name of a special token" : "occurs twice")}.", nameof(words));
        }

        foreach (var name in Special.Names)
            _tokens.Remove(name);
    }

    /// <summary>A vocabulary of the words of sentences by decreasing frequency; words of equal frequency in the order of their UTF-16 code units.</summary>
    /// <param name="sentences">The words of each sentence. Names of special tokens are skipped.</param>
    /// <param name="minimumFrequency">The minimum frequency of a word.</param>
    /// <param name="maximumSize">The maximum number of tokens, special tokens included; <c>null</c>: no limit.</param>
    /// <param name="special">The special tokens; <c>null</c>: the default names.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frequency is below 1, or the size leaves no room for a word.</exception>
    /// <exception cref="ArgumentException">A word is empty, or two special tokens have the same name.</exception>
    public static WordVocabulary FromSentences(
        IEnumerable<IReadOnlyList<string>> sentences, int minimumFrequency = 1, int? maximumSize = null, SpecialTokens? special = null)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumFrequency, 1);
        if (maximumSize is { } size)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, SpecialTokens.Count, nameof(maximumSize));

        var names = (special ?? new SpecialTokens()).Names;
        var words = Frequencies(sentences)
            .Where(pair => pair.Value >= minimumFrequency && !names.Contains(pair.Key))
            .OrderByDescending(static pair => pair.Value)
            .ThenBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => pair.Key)
            .Take((maximumSize ?? int.MaxValue) - SpecialTokens.Count);
        return new WordVocabulary(words, special);
    }

    /// <inheritdoc/>
    public int Count => _words.Length;

    /// <inheritdoc/>
    public SpecialTokens Special { get; }

    /// <inheritdoc/>
    public string this[long token] => token >= 0 && token < _words.Length
        ? _words[token]
        : throw new ArgumentOutOfRangeException(
            nameof(token), string.Create(CultureInfo.InvariantCulture, $"Token {token} is not in the vocabulary, whose {Count} tokens are 0 to {Count - 1}."));

    /// <summary>The token of a word.</summary>
    /// <returns>Whether the word is in the vocabulary. The names of special tokens are not words.</returns>
    public bool TryGetToken(string word, out long token) => _tokens.TryGetValue(word, out token);

    /// <inheritdoc/>
    public long[] Encode(params IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var tokens = new long[words.Count];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = _tokens.TryGetValue(words[i], out var token) ? token : SpecialTokens.Unknown;
        return tokens;
    }

    /// <inheritdoc/>
    public string[] Decode(params ReadOnlySpan<long> tokens)
    {
        var words = new List<string>(tokens.Length);
        foreach (var token in tokens)
        {
            if (token == SpecialTokens.End)
                break;
            if (token is not (SpecialTokens.Padding or SpecialTokens.Begin))
                words.Add(this[token]);
        }

        return [.. words];
    }

    /// <summary>The vocabulary as JSON: its format, the names of the special tokens, and the words in token order.</summary>
    public string ToJson() => Json.Write(json =>
    {
        Write("special", Special.Names);
        Write("words", _words.Skip(SpecialTokens.Count));

        void Write(string name, IEnumerable<string> texts)
        {
            json.WriteStartArray(name);
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
    });

    /// <summary>Parses the result of <see cref="ToJson"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">The name of the source in messages.</param>
    /// <exception cref="InvalidDataException">The JSON is not a vocabulary; the message has the reason.</exception>
    public static WordVocabulary FromJson(string json, string source) => Json.Read(json, source, static root =>
    {
        var names = Texts(root, "special") ?? throw new ArgumentException("the names \"special\" are missing");
        if (names.Count != SpecialTokens.Count)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"\"special\" has {names.Count} names where {SpecialTokens.Count} are expected"));
        return new WordVocabulary(Texts(root, "words") ?? throw new ArgumentException("the texts \"words\" are missing"), SpecialTokens.FromNames(names));

        static List<string>? Texts(JsonElement parent, string name) =>
            parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(static text => text.ValueKind == JsonValueKind.String)
                ? [.. list.EnumerateArray().Select(static text => text.GetString()!)]
                : null;
    });

    /// <summary>Saves the vocabulary as a JSON file; an existing file is replaced only once the new one is complete.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Loads a saved vocabulary.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a vocabulary; the message has its name and the reason.</exception>
    /// <exception cref="ReadLimitException">Loading takes more than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public static WordVocabulary Load(string path) => FromJson(WholeFile.ReadText(path, VocabularyJson.ReadingCost), path);

    /// <summary>The frequency of each word.</summary>
    internal static Dictionary<string, long> Frequencies(IEnumerable<IReadOnlyList<string>> sentences)
    {
        var frequencies = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var sentence in sentences)
        {
            foreach (var word in sentence)
                CollectionsMarshal.GetValueRefOrAddDefault(frequencies, word, out _)++;
        }

        return frequencies;
    }
}
