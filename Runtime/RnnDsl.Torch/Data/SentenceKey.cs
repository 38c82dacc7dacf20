namespace RnnDsl.Torch;

/// <summary>When two sentences count as the same: a split that put one of them on each side would test what was learned by heart.</summary>
public static class SentenceKey
{
    /// <summary>The words without punctuation; of a sentence that is nothing else, its punctuation.</summary>
    /// <param name="words">The words, as <see cref="WordTokenizer.Split"/> gives them in small letters.</param>
    public static string Of(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var spoken = words.Where(static word => word.Any(char.IsLetterOrDigit)).ToArray();
        return string.Join(' ', spoken.Length > 0 ? spoken : words);
    }
}
