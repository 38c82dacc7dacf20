namespace RnnDsl.Examples.Translate;

/// <summary>A source sentence with its translation.</summary>
/// <param name="words">The words of the source.</param>
/// <param name="source">The source tokens without the end token.</param>
/// <param name="hypothesis">The decoded hypothesis.</param>
/// <param name="languages">The languages with their vocabularies.</param>
internal sealed class SentenceTranslation(IReadOnlyList<string> words, long[] source, Hypothesis hypothesis, Languages languages)
{
    /// <summary>The decoded words, as scored by BLEU.</summary>
    public string[] Words { get; } = languages.Target.Vocabulary.Decode([.. hypothesis.Tokens]);

    /// <summary>The translation as text, with each unknown word replaced by <see cref="UnknownWordReplacement"/>.</summary>
    public string Text => languages.Target.Tokenizer.Join(Words.Select(Replaced));

    /// <summary>Log-probability with length penalty.</summary>
    public double Score => hypothesis.Score;

    /// <summary>Attention weights [steps, positions]; <c>null</c> without attention.</summary>
    public float[,]? Attention => hypothesis.Attention;

    /// <summary>The source tokens as text, end token included.</summary>
    public IReadOnlyList<string> SourceTokens => [.. source.Append(SpecialTokens.End).Select(token => Shown(languages.Source.Vocabulary, token))];

    /// <summary>The decoded tokens as text, with the end token if it was decoded.</summary>
    public IReadOnlyList<string> TargetTokens =>
        [.. hypothesis.TokensAndEnd(SpecialTokens.End).Select(token => Shown(languages.Target.Vocabulary, token))];

    /// <summary>The word, or its replacement if it is unknown. Without attention or with subwords there is no replacement.</summary>
    private string Replaced(string word, int step)
    {
        var unknown = word == languages.Target.Vocabulary.Special.UnknownName;
        return unknown && Attention is { } attention && Words.Length == hypothesis.Tokens.Count && words.Count == source.Length
            ? UnknownWordReplacement.Of(words, source, attention, step)
            : word;
    }

    private static string Shown(ITextVocabulary vocabulary, long token) => vocabulary[token].Replace(BytePairs.EndOfWord, "", StringComparison.Ordinal);
}
