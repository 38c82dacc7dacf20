namespace RnnDsl.Examples.Caption;

/// <summary>
/// The captions of canvases. A caption names the highest digit, then its relation to each other digit from top to bottom: "above" if the vertical
/// distance exceeds the horizontal one, else "left of" or "right of". Each canvas has exactly one caption.
/// </summary>
internal static class Captions
{
    /// <summary>Minimum difference in pixels that decides a relation, so that no caption depends on a single pixel.</summary>
    public const double Margin = 5;

    /// <summary>Maximum caption length, end token included.</summary>
    public const int Longest = 12;

    private const string Comma = ",";

    private static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>The vocabulary: special tokens, then all words of captions.</summary>
    public static WordVocabulary Vocabulary { get; } = new(["a", "an", .. Names, "above", "left", "right", "of", Comma]);

    /// <summary>The words of the caption.</summary>
    public static string[] Words(IEnumerable<PlacedDigit> digits)
    {
        PlacedDigit[] fromTop = [.. digits.OrderBy(static digit => digit.Y)];
        var first = fromTop[0];
        return [.. Named(first), .. fromTop[1..].SelectMany((other, place) => (string[])[.. place > 0 ? [Comma] : Array.Empty<string>(), .. Relation(first, other), .. Named(other)])];
    }

    /// <summary>The words joined to a text.</summary>
    public static string Text(IEnumerable<string> words) => string.Join(' ', words).Replace(" ,", ",", StringComparison.Ordinal);

    /// <summary>Whether the vertical order and each relation are decided by at least <see cref="Margin"/>.</summary>
    public static bool AreClear(IEnumerable<PlacedDigit> digits)
    {
        PlacedDigit[] fromTop = [.. digits.OrderBy(static digit => digit.Y)];
        return fromTop.Zip(fromTop.Skip(1), static (upper, lower) => lower.Y - upper.Y).All(static down => down >= Margin)
            && fromTop.Skip(1).All(other => Math.Abs(other.Y - fromTop[0].Y - Math.Abs(other.X - fromTop[0].X)) >= Margin);
    }

    /// <summary>Whether a word is the name of a digit.</summary>
    public static bool IsDigit(string word) => Names.Contains(word, StringComparer.Ordinal);

    private static string[] Named(PlacedDigit digit) => [digit.Digit == 8 ? "an" : "a", Names[digit.Digit]];

    private static string[] Relation(PlacedDigit first, PlacedDigit other)
    {
        var (across, down) = (other.X - first.X, other.Y - first.Y);
        return down > Math.Abs(across) ? ["above"] : [across > 0 ? "left" : "right", "of"];
    }
}
