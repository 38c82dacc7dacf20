namespace RnnDsl.Generator.Parsing;

/// <summary>A size as it was written: a number, or the text of a constructor parameter.</summary>
internal sealed record SizeArgument(long Number, string? Text)
{
    /// <summary>Of what is neither an int nor a text, how it was written; its number is the int that was meant, or 0.</summary>
    public string? OfOtherType { get; init; }
}
