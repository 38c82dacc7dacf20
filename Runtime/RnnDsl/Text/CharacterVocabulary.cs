using System.Buffers;
using System.Globalization;
using System.Text;

namespace RnnDsl.Text;

/// <summary>The distinct characters of a text and their token ids, for character models.</summary>
/// <remarks>
/// A character is a Unicode scalar value (code point, <see cref="Rune"/>), as in Python: an emoji outside the basic plane is one
/// character, never half of a surrogate pair; a grapheme of several code points is several characters, and decodes to the same text.
/// </remarks>
public sealed class CharacterVocabulary
{
    private static readonly VocabularyJson Json = new("rnndsl.character-vocabulary", "character vocabulary");

    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, long> _tokens;

    /// <summary>A vocabulary of these characters in this order; the first is token 0.</summary>
    /// <exception cref="ArgumentException">A character occurs twice, or there is none.</exception>
    public CharacterVocabulary(IEnumerable<Rune> characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        _characters = [.. characters];
        if (_characters.Length == 0)
            throw new ArgumentException("A vocabulary needs at least one character.", nameof(characters));

        _tokens = new Dictionary<Rune, long>(_characters.Length);
        foreach (var character in _characters)
        {
            if (!_tokens.TryAdd(character, _tokens.Count))
                throw new ArgumentException($"The character {UnknownCharacterException.Shown(character)} occurs twice.", nameof(characters));
        }
    }

    /// <summary>The distinct characters of a text in the order of their code points, as <c>sorted(set(text))</c> gives in Python.</summary>
    /// <exception cref="ArgumentException">The text is empty, or not valid Unicode.</exception>
    public static CharacterVocabulary FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var distinct = new HashSet<Rune>();
        for (var position = 0; position < text.Length;)
            distinct.Add(CharacterAt(text, ref position));
        return new CharacterVocabulary(distinct.Order());
    }

    /// <summary>The number of characters.</summary>
    public int Count => _characters.Length;

    /// <summary>The characters, in token order.</summary>
    public IReadOnlyList<Rune> Characters => _characters;

    /// <summary>The character of a token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public Rune this[long token] => token >= 0 && token < _characters.Length
        ? _characters[token]
        : throw new ArgumentOutOfRangeException(
            nameof(token), string.Create(CultureInfo.InvariantCulture, $"Token {token} is not in the vocabulary, whose {Count} tokens are 0 to {Count - 1}."));

    /// <summary>The token of a character.</summary>
    /// <returns>Whether the character is in the vocabulary.</returns>
    public bool TryGetToken(Rune character, out long token) => _tokens.TryGetValue(character, out token);

    /// <summary>Encodes a text as tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="skipUnknown">Whether to skip characters that are not in the vocabulary; otherwise they are an error.</param>
    /// <exception cref="UnknownCharacterException">A character is not in the vocabulary.</exception>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public long[] Encode(string text, bool skipUnknown = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = new long[text.Length];
        var count = 0;
        for (var position = 0; position < text.Length;)
        {
            var start = position;
            var character = CharacterAt(text, ref position);
            if (_tokens.TryGetValue(character, out var token))
                tokens[count++] = token;
            else if (!skipUnknown)
                throw new UnknownCharacterException(character, start, Count);
        }

        Array.Resize(ref tokens, count);
        return tokens;
    }

    /// <summary>Decodes tokens to a text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    public string Decode(params ReadOnlySpan<long> tokens)
    {
        var text = new StringBuilder(tokens.Length);
        Span<char> units = stackalloc char[2];
        foreach (var token in tokens)
            text.Append(units[..this[token].EncodeToUtf16(units)]);
        return text.ToString();
    }

    /// <summary>The vocabulary as JSON: its format, and its characters as one text in token order.</summary>
    public string ToJson() => Json.Write(json => json.WriteString("characters", string.Concat(_characters)));

    /// <summary>Parses the result of <see cref="ToJson"/>.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">The name of the source in messages.</param>
    /// <exception cref="InvalidDataException">The JSON is not a vocabulary; the message has the reason.</exception>
    public static CharacterVocabulary FromJson(string json, string source) => Json.Read(json, source, static root =>
    {
        var characters = VocabularyJson.TextOf(root, "characters") ?? throw new ArgumentException("the text \"characters\" is missing");
        return new CharacterVocabulary(characters.EnumerateRunes());
    });

    /// <summary>Saves the vocabulary as a JSON file; an existing file is replaced only once the new one is complete.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Loads a saved vocabulary.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a vocabulary; the message has its name and the reason.</exception>
    /// <exception cref="ReadLimitException">Loading takes more than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public static CharacterVocabulary Load(string path) => FromJson(WholeFile.ReadText(path, VocabularyJson.ReadingCost), path);

    private static Rune CharacterAt(string text, ref int position)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(position), out var character, out var units) != OperationStatus.Done)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The text is not valid Unicode: half of a surrogate pair (U+{(int)text[position]:X4}) is alone at position {position}. Was it read in the right encoding?"),
                nameof(text));
        }

        position += units;
        return character;
    }
}
