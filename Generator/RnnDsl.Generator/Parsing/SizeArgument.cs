namespace RnnDsl.Generator.Parsing;

/// <summary>A size as it was written: a number, or the text of a constructor parameter.</summary>
internal sealed record SizeArgument(long Number, string? Text);
