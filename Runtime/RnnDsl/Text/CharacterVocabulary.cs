using System.Buffers;
using System.Globalization;
using System.Text;

namespace RnnDsl;

/// <summary>The distinct characters of a text, each with a number: the tokens of a character model.</summary>
/// <remarks>
/// A character is a Unicode scalar value (a code point, <see cref="Rune"/>), as in Python: an emoji outside the basic plane is one
/// character, never half of a surrogate pair; one joined from several code points is several characters, and comes back whole.
/// </remarks>
public sealed class CharacterVocabulary
{
    private static readonly VocabularyJson Json = new("rnndsl.character-vocabulary", "character vocabulary");

    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, long> _tokens;

    /// <summary>A vocabulary of these characters in this order: the first is token 0.</summary>
    /// <exception cref="ArgumentException">A character comes twice, or there is none.</exception>
    public CharacterVocabulary(IEnumerable<Rune> characters)
    {
        ArgumentNullException.ThrowIfNull(characters);
        _characters = [.. characters];
        if (_characters.Length == 0)
            throw new ArgumentException("A vocabulary needs at least one character, and there is none.", nameof(characters));

        _tokens = new Dictionary<Rune, long>(_characters.Length);
        foreach (var character in _characters)
        {
            if (!_tokens.TryAdd(character, _tokens.Count))
                throw new ArgumentException($"The character {UnknownCharacterException.Shown(character)} comes twice.", nameof(characters));
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

    /// <summary>The characters; their places are their tokens.</summary>
    public IReadOnlyList<Rune> Characters => _characters;

    /// <summary>The character of a token.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public Rune this[long token] => token >= 0 && token < _characters.Length
        ? _characters[token]
        : throw new ArgumentOutOfRangeException(
            nameof(token), string.Create(CultureInfo.InvariantCulture, $"Token {token} is not in the vocabulary, whose {Count} tokens are 0 to {Count - 1}."));

    /// <summary>The token of a character.</summary>
    /// <returns>Whether the vocabulary knows the character.</returns>
    public bool TryGetToken(Rune character, out long token) => _tokens.TryGetValue(character, out token);

    /// <summary>A text as tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="skipUnknown">Leave characters out that the vocabulary does not know, where otherwise they are an error.</param>
    /// <exception cref="UnknownCharacterException">The vocabulary does not know a character.</exception>
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

    /// <summary>Tokens as a text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary lacks a token.</exception>
    public string Decode(params ReadOnlySpan<long> tokens)
    {
        var text = new StringBuilder(tokens.Length);
        Span<char> units = stackalloc char[2];
        foreach (var token in tokens)
            text.Append(units[..this[token].EncodeToUtf16(units)]);
        return text.ToString();
    }

    /// <summary>The vocabulary as JSON: its format, and its characters as one text in the order of their tokens.</summary>
    public string ToJson() => Json.Write(json => json.WriteString("characters", string.Concat(_characters)));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="source">What messages call the place it comes from.</param>
    /// <exception cref="InvalidDataException">It is not a vocabulary; the message says why.</exception>
    public static CharacterVocabulary FromJson(string json, string source) => Json.Read(json, source, static root =>
    {
        var characters = VocabularyJson.TextOf(root, "characters") ?? throw new ArgumentException("the text \"characters\" is missing");
        return new CharacterVocabulary(characters.EnumerateRunes());
    });

    /// <summary>Saves the vocabulary as a JSON file, replacing an old one only when the new one is whole.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson())));

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not a vocabulary; the message names it and says why.</exception>
    /// <exception cref="ReadLimitException">Reading it takes more than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public static CharacterVocabulary Load(string path) => FromJson(WholeFile.ReadText(path, VocabularyJson.ReadingCost), path);

    private static Rune CharacterAt(string text, ref int position)
    {
        if (Rune.DecodeFromUtf16(text.AsSpan(position), out var character, out var units) != OperationStatus.Done)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The text is not valid Unicode: half of a surrogate pair (U+{(int)text[position]:X4}) stands alone at position {position}. Was it read in the right encoding?"),
                nameof(text));
        }

        position += units;
        return character;
    }
}
