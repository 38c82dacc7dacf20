namespace RnnDsl.Examples.Translate;

/// <summary>What stands in the place of an unknown word: a word of the source as it is, mostly a name or a number (Luong et al. 2015).</summary>
internal static class CopiedWord
{
    /// <summary>
    /// Of the words that the reader does not know, if there are any, the one that was attended to the most: what is known is rather translated, and attention
    /// that the state of the step before asks is often a word early or late.
    /// </summary>
    /// <param name="words">The words of the source, at least one.</param>
    /// <param name="source">Their tokens.</param>
    /// <param name="attention">[steps, positions]</param>
    /// <param name="step">The step that wrote the unknown word.</param>
    public static string Of(IReadOnlyList<string> words, IReadOnlyList<long> source, float[,] attention, int step) =>
        words[Enumerable.Range(0, words.Count).MaxBy(position => (source[position] == SpecialTokens.Unknown, attention[step, position]))];
}
