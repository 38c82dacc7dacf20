namespace RnnDsl.Examples.Translate;

/// <summary>How sentences of both languages are split into words.</summary>
internal static class TranslationTokenizers
{
    public static WordTokenizer French { get; } = new() { FrenchSpacing = true };

    public static WordTokenizer English { get; } = new();
}
