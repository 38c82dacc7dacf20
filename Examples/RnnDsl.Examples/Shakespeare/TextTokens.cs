using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>What a text is read as: its characters, its words, or parts of its words.</summary>
internal abstract class TextTokens
{
    public const string Characters = "characters";
    public const string Words = "words";
    public const string Subwords = "subwords";

    public static IReadOnlyList<string> Kinds { get; } = [Characters, Words, Subwords];

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public abstract string Kind { get; }

    /// <summary>What one of them is called.</summary>
    public string One => Kind[..^1];

    /// <summary>How many different ones there are.</summary>
    public abstract int Count { get; }

    /// <summary>Those that stand for no piece of text.</summary>
    public abstract IReadOnlyList<long> Unwritten { get; }

    /// <summary>Why a model cannot go on from a prompt; <c>null</c> where it can.</summary>
    public abstract string? Objection(string prompt);

    /// <summary>A text without an <see cref="Objection"/> as tokens.</summary>
    public abstract long[] Encode(string text);

    /// <summary>Tokens as a text, piece by piece.</summary>
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

/// <summary>The characters of a text.</summary>
internal sealed class CharacterTokens(CharacterVocabulary vocabulary) : TextTokens
{
    public override string Kind => Characters;

    public override int Count => vocabulary.Count;

    public override IReadOnlyList<long> Unwritten => [];

    public override string? Objection(string prompt)
    {
        foreach (var character in prompt.EnumerateRunes())
        {
            if (!vocabulary.TryGetToken(character, out _))
                return $"the text the model learns from has no '{character}', so it cannot go on from there. It has these {vocabulary.Count.ToString(CultureInfo.InvariantCulture)} characters: {string.Concat(vocabulary.Characters).ReplaceLineEndings("\\n")}";
        }
        return null;
    }

    public override long[] Encode(string text) => vocabulary.Encode(text);

    public override IEnumerable<string> Decode(IEnumerable<long> tokens) => tokens.Select(token => vocabulary[token].ToString());

    public override void Save(RunFolder folder) => vocabulary.Save(folder.Vocabulary);
}

/// <summary>The words of a text, or their parts, line by line.</summary>
internal sealed class LineTokens(LineEncoding encoding) : TextTokens
{
    private const int Shown = 12;

    /// <summary>As they are written: who speaks in capitals, and verses that begin with one, are the better part of a play's looks.</summary>
    public static WordTokenizer Tokenizer { get; } = new() { LowerCase = false };

    public override string Kind => encoding.Vocabulary is SubwordVocabulary ? Subwords : Words;

    public override int Count => encoding.Vocabulary.Count;

    public override IReadOnlyList<long> Unwritten => [SpecialTokens.Padding, SpecialTokens.Unknown, SpecialTokens.Begin];

    public override string? Objection(string prompt)
    {
        if (encoding.Encode(prompt).Length == 0)
            return "there is neither a word in it nor the end of a line, and the model needs something to go on from.";
        var unknown = LineEncoding.Lines(Tokenizer, prompt).SelectMany(static line => line).FirstOrDefault(word => encoding.Vocabulary.Encode(word).Contains(SpecialTokens.Unknown));
        return unknown is null
            ? null
            : $"the vocabulary has no {(Kind == Words ? "the word" : "a character of")} '{unknown}', so it cannot go on from there. {Known()}";
    }

    public override long[] Encode(string text) => encoding.Encode(text);

    public override IEnumerable<string> Decode(IEnumerable<long> tokens) => encoding.Decode(tokens);

    public override void Save(RunFolder folder) => encoding.Vocabulary.Save(PathOf(folder, Kind));

    /// <summary>Words are one file, subwords a folder of two.</summary>
    public static string PathOf(RunFolder folder, string kind) => kind == Words ? folder.Vocabulary : folder.VocabularyOf(kind);

    private string Known()
    {
        var first = Enumerable.Range(SpecialTokens.Count, Math.Min(Shown, Count - SpecialTokens.Count)).Select(token => encoding.Vocabulary[token]);
        return Kind == Words
            ? $"The most frequent of its {Show.Count(Count - SpecialTokens.Count)} words: {string.Join(' ', first)}"
            : "Words consist of the characters of the training text.";
    }
}
