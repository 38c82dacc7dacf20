namespace RnnDsl;

/// <summary>The tokens that stand for no word. Their numbers are the same in every vocabulary; what they are called is not.</summary>
/// <param name="PaddingName">What fills a sequence up to the longest of its batch.</param>
/// <param name="UnknownName">What stands for a word that the vocabulary does not know.</param>
/// <param name="BeginName">What a decoder reads first.</param>
/// <param name="EndName">What ends a sentence.</param>
public sealed record SpecialTokens(string PaddingName = "<pad>", string UnknownName = "<unk>", string BeginName = "<s>", string EndName = "</s>")
{
    /// <summary>The number of the padding.</summary>
    public const int Padding = 0;

    /// <summary>The number of what is unknown.</summary>
    public const int Unknown = 1;

    /// <summary>The number of the beginning.</summary>
    public const int Begin = 2;

    /// <summary>The number of the end.</summary>
    public const int End = 3;

    /// <summary>How many there are: the first word of a vocabulary has this number.</summary>
    public const int Count = 4;

    /// <summary>The names in the order of their numbers.</summary>
    public IReadOnlyList<string> Names => [PaddingName, UnknownName, BeginName, EndName];

    /// <summary>Names as they begin a vocabulary's file.</summary>
    internal static SpecialTokens FromNames(IReadOnlyList<string> names) => new(names[0], names[1], names[2], names[3]);

    /// <exception cref="ArgumentException">A name is empty or comes twice.</exception>
    internal void Check()
    {
        var names = Names;
        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() < Count)
            throw new ArgumentException($"The special tokens are called '{string.Join("', '", names)}': each needs a name of its own.");
    }
}
