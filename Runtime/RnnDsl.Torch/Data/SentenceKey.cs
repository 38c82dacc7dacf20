namespace RnnDsl.Data;

/// <summary>The key by which sentences count as equal: a split with equal sentences on both sides would leak training data into the test.</summary>
public static class SentenceKey
{
    /// <summary>The words without punctuation; for a sentence of punctuation only, its punctuation.</summary>
    /// <param name="words">The words in lower case, from <see cref="WordTokenizer.Split"/>.</param>
    public static string Of(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var spoken = words.Where(static word => word.Any(char.IsLetterOrDigit)).ToArray();
        return string.Join(' ', spoken.Length > 0 ? spoken : words);
    }
}
