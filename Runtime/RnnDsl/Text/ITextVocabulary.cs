namespace RnnDsl.Text;

/// <summary>
/// A vocabulary of words (<see cref="WordVocabulary"/>) or subwords. The first
/// four token ids are the <see cref="SpecialTokens"/>.
/// </summary>
public interface ITextVocabulary
{
    /// <summary>The number of tokens, special tokens included.</summary>
    int Count { get; }

    /// <summary>The special tokens.</summary>
    SpecialTokens Special { get; }

    /// <summary>The text of a token, as shown in figures and messages.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    string this[long token] { get; }

    /// <summary>Encodes words as tokens, without begin and end token.</summary>
    /// <param name="words">The words of a sentence, from <see cref="WordTokenizer.Split"/>.</param>
    /// <returns>The tokens. An unknown word becomes <see cref="SpecialTokens.Unknown"/>, and so does the name of a special token.</returns>
    long[] Encode(params IReadOnlyList<string> words);

    /// <summary>
    /// Decodes tokens to words, up to the first <see cref="SpecialTokens.End"/>; begin and padding tokens are skipped, and unknown tokens become
    /// <see cref="SpecialTokens.UnknownName"/>.
    /// </summary>
    /// <remarks>Inverts <see cref="Encode"/> for known words.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
    string[] Decode(params ReadOnlySpan<long> tokens);

    /// <summary>Saves the vocabulary; an existing one is replaced only once the new one is complete.</summary>
    /// <param name="path">The path: a file or a folder, depending on the kind of vocabulary.</param>
    void Save(string path);
}
