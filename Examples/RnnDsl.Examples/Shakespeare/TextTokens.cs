using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>The tokenisation of a text: characters, words or subwords.</summary>
internal abstract class TextTokens
{
    public const string Characters = "characters";
    public const string Words = "words";
    public const string Subwords = "subwords";

    public static IReadOnlyList<string> Kinds { get; } = [Characters, Words, Subwords];

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>The singular of <see cref="Kind"/>.</summary>
    public string Singular => Kind[..^1];

    /// <summary>Vocabulary size.</summary>
    public abstract int Count { get; }

    /// <summary>Tokens that are never generated.</summary>
    public abstract IReadOnlyList<long> SuppressedTokens { get; }

    /// <summary>The reason why a model cannot continue a prompt; <c>null</c> if it can.</summary>
    public abstract string? ProblemWith(string prompt);

    /// <summary>The tokens of a text without <see cref="ProblemWith"/>.</summary>
    public abstract long[] Encode(string text);

    /// <summary>The text of tokens, piece by piece.</summary>
    public abstract IEnumerable<string> Decode(IEnumerable<long> tokens);

    public abstract void Save(RunFolder folder);

    /// <exception cref="IOException">The vocabulary is missing.</exception>
    /// <exception cref="InvalidDataException">The vocabulary cannot be read.</exception>
    public static TextTokens Load(RunFolder folder, string kind) => kind switch
    {
        Characters => new CharacterTokens(CharacterVocabulary.Load(folder.Vocabulary)),
        Words => new LineTokens(new LineEncoding(LineTokens.Tokenizer, WordVocabulary.Load(LineTokens.PathOf(folder, kind)))),
        _ => new LineTokens(new LineEncoding(LineTokens.Tokenizer, SubwordVocabulary.Load(LineTokens.PathOf(folder, kind)))),
    };
}

/// <summary>Character tokens.</summary>
internal sealed class CharacterTokens(CharacterVocabulary vocabulary) : TextTokens
{
    public override string Kind => Characters;

    public override int Count => vocabulary.Count;

    public override IReadOnlyList<long> SuppressedTokens => [];

    public override string? ProblemWith(string prompt)
    {
        foreach (var character in prompt.EnumerateRunes())
        {
            if (!vocabulary.TryGetToken(character, out _))
                return $"the training text has no '{character}', so the model cannot continue this prompt. It has these {vocabulary.Count.ToString(CultureInfo.InvariantCulture)} characters: {string.Concat(vocabulary.Characters).ReplaceLineEndings("\\n")}";
        }
        return null;
    }

    public override long[] Encode(string text) => vocabulary.Encode(text);

    public override IEnumerable<string> Decode(IEnumerable<long> tokens) => tokens.Select(token => vocabulary[token].ToString());

    public override void Save(RunFolder folder) => vocabulary.Save(folder.Vocabulary);
}

/// <summary>Word or subword tokens, line by line.</summary>
internal sealed class LineTokens(LineEncoding encoding) : TextTokens
{
    private const int Shown = 12;

    /// <summary>Keeps the case: capitals mark speakers and the start of verses.</summary>
    public static WordTokenizer Tokenizer { get; } = new() { LowerCase = false };

    public override string Kind => encoding.Vocabulary is SubwordVocabulary ? Subwords : Words;

    public override int Count => encoding.Vocabulary.Count;

    public override IReadOnlyList<long> SuppressedTokens => [SpecialTokens.Padding, SpecialTokens.Unknown, SpecialTokens.Begin];

    public override string? ProblemWith(string prompt)
    {
        if (encoding.Encode(prompt).Length == 0)
            return "it has neither a word nor a line feed, and the model needs at least one token.";
        var unknown = LineEncoding.Lines(Tokenizer, prompt).SelectMany(static line => line).FirstOrDefault(word => encoding.Vocabulary.Encode(word).Contains(SpecialTokens.Unknown));
        return unknown is null
            ? null
            : $"the vocabulary does not cover {(Kind == Words ? "the word" : "a character of")} '{unknown}', so the model cannot continue this prompt. {VocabularyHint()}";
    }

    public override long[] Encode(string text) => encoding.Encode(text);

    public override IEnumerable<string> Decode(IEnumerable<long> tokens) => encoding.Decode(tokens);

    public override void Save(RunFolder folder) => encoding.Vocabulary.Save(PathOf(folder, Kind));

    /// <summary>The vocabulary path: a file for words, a folder for subwords.</summary>
    public static string PathOf(RunFolder folder, string kind) => kind == Words ? folder.Vocabulary : folder.VocabularyOf(kind);

    private string VocabularyHint()
    {
        var first = Enumerable.Range(SpecialTokens.Count, Math.Min(Shown, Count - SpecialTokens.Count)).Select(token => encoding.Vocabulary[token]);
        return Kind == Words
            ? $"The most frequent of its {Show.Count(Count - SpecialTokens.Count)} words: {string.Join(' ', first)}"
            : "Words consist of the characters of the training text.";
    }
}
