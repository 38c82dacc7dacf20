namespace RnnDsl.Examples.Translate;

/// <summary>A sentence and what a translator made of it.</summary>
/// <param name="words">The words that were read.</param>
/// <param name="source">Their tokens, without the end.</param>
/// <param name="hypothesis">The tokens that were written.</param>
/// <param name="languages">What they stand for.</param>
internal sealed class SentenceTranslation(IReadOnlyList<string> words, long[] source, Hypothesis hypothesis, Languages languages)
{
    /// <summary>The words that were written, as they are scored.</summary>
    public string[] Words { get; } = languages.Target.Vocabulary.Decode([.. hypothesis.Tokens]);

    /// <summary>
    /// The words as one writes them, with a <see cref="CopiedWord"/> in the place of an unknown one.
    /// </summary>
    public string Text => languages.Target.Tokenizer.Join(Words.Select(Known));

    /// <summary>The log-probability after the penalty for the length.</summary>
    public double Score => hypothesis.Score;

    /// <summary>[steps, positions], what each token attended to; <c>null</c> without attention.</summary>
    public float[,]? Attention => hypothesis.Attention;

    /// <summary>What was read, token by token.</summary>
    public IReadOnlyList<string> SourceTokens => [.. source.Append(SpecialTokens.End).Select(token => Shown(languages.Source.Vocabulary, token))];

    /// <summary>What was written, token by token, with the end where it came.</summary>
    public IReadOnlyList<string> TargetTokens =>
        [.. hypothesis.TokensAndEnd(SpecialTokens.End).Select(token => Shown(languages.Target.Vocabulary, token))];

    /// <summary>A word, or what stands in its place. Without attention, and where tokens are not words, nothing can.</summary>
    private string Known(string word, int step)
    {
        var unknown = word == languages.Target.Vocabulary.Special.UnknownName;
        return unknown && Attention is { } attention && Words.Length == hypothesis.Tokens.Count && words.Count == source.Length
            ? CopiedWord.Of(words, source, attention, step)
            : word;
    }

    private static string Shown(ITextVocabulary vocabulary, long token) => vocabulary[token].Replace(BytePairs.EndOfWord, "", StringComparison.Ordinal);
}
