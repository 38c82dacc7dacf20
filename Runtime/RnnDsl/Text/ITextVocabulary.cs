namespace RnnDsl;

/// <summary>
/// Numbers for the words of sentences: one for each word (<see cref="WordVocabulary"/>) or one for each part of a word (subwords). The first
/// four numbers are the <see cref="SpecialTokens"/>.
/// </summary>
public interface ITextVocabulary
{
    /// <summary>The number of tokens, the special ones among them.</summary>
    int Count { get; }

    /// <summary>What the special tokens are called.</summary>
    SpecialTokens Special { get; }

    /// <summary>What a token stands for, as a picture or a message shows it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    string this[long token] { get; }

    /// <summary>Words as tokens, without a beginning and without an end.</summary>
    /// <param name="words">The words of a sentence, as <see cref="WordTokenizer.Split"/> gives them.</param>
    /// <returns>A word that is not known becomes <see cref="SpecialTokens.Unknown"/>, and so does one that is a special token's name.</returns>
    long[] Encode(params IReadOnlyList<string> words);

    /// <summary>
    /// Tokens as words. The first <see cref="SpecialTokens.End"/> ends them; beginnings and padding are left out, and what was unknown comes as
    /// <see cref="SpecialTokens.UnknownName"/>.
    /// </summary>
    /// <remarks>What <see cref="Encode"/> made of words that are known comes back as it was.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary lacks a token.</exception>
    string[] Decode(params ReadOnlySpan<long> tokens);

    /// <summary>Saves the vocabulary, replacing an old one only when the new one is whole.</summary>
    /// <param name="path">Where: what kind of vocabulary it is says whether this is a file or a folder.</param>
    void Save(string path);
}
