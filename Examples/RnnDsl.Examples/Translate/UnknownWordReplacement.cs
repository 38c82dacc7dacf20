namespace RnnDsl.Examples.Translate;

/// <summary>Replacement of unknown words by a source word, mostly a name or a number (Luong et al. 2015).</summary>
internal static class UnknownWordReplacement
{
    /// <summary>
    /// The source word with the largest attention weight, among unknown source words if there are any: known words are translated, and the attention
    /// weights, computed from the previous state, are often shifted by one word.
    /// </summary>
    /// <param name="words">The words of the source, at least one.</param>
    /// <param name="source">Their tokens.</param>
    /// <param name="attention">[steps, positions]</param>
    /// <param name="step">The step that decoded the unknown word.</param>
    public static string Of(IReadOnlyList<string> words, IReadOnlyList<long> source, float[,] attention, int step) =>
        words[Enumerable.Range(0, words.Count).MaxBy(position => (source[position] == SpecialTokens.Unknown, attention[step, position]))];
}
