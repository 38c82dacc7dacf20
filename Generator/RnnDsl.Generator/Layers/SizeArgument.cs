namespace RnnDsl.Generator.Layers;

/// <summary>A size as written: a number, or the text of a constructor parameter.</summary>
internal sealed record SizeArgument(long Number, string? Text)
{
    /// <summary>The literal of a value that is neither an int nor a string; <c>Number</c> is then its int value, or 0.</summary>
    public string? OfOtherType { get; init; }

    /// <summary>The suffix of a value from a default in messages: <c> by default</c>.</summary>
    public static string ByDefault(SizeArgument argument) => argument.Text is null ? "" : " by default";
}
