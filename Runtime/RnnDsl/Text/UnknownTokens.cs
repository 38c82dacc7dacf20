using System.Globalization;

namespace RnnDsl.Text;

/// <summary>The number of unknown tokens of a text.</summary>
/// <param name="Unknown">The number of unknown tokens.</param>
/// <param name="Tokens">The number of tokens.</param>
public readonly record struct UnknownTokens(long Unknown, long Tokens)
{
    /// <summary>The fraction of unknown tokens, from 0 to 1; 0 for no tokens.</summary>
    public double Share => Tokens == 0 ? 0 : (double)Unknown / Tokens;

    /// <summary>Counts the unknown tokens of sentences.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="sentences">The words of each sentence.</param>
    public static UnknownTokens Count(ITextVocabulary vocabulary, IEnumerable<IReadOnlyList<string>> sentences)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(sentences);
        var (unknown, tokens) = (0L, 0L);
        foreach (var sentence in sentences)
        {
            var encoded = vocabulary.Encode(sentence);
            tokens += encoded.Length;
            unknown += encoded.AsSpan().Count(SpecialTokens.Unknown);
        }

        return new UnknownTokens(unknown, tokens);
    }

    /// <summary>Such as <c>12 of 1,000 tokens (1.20 %)</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Unknown:N0} of {Tokens:N0} tokens ({100 * Share:0.00} %)");
}
