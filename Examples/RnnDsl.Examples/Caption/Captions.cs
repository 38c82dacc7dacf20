namespace RnnDsl.Examples.Caption;

/// <summary>
/// What is said of digits on a canvas, in one way only: the highest comes first, and then where it stands to each of the others, again from the top. It
/// stands above another where they are further apart downwards than sideways, else left or right of it.
/// </summary>
internal static class Captions
{
    /// <summary>How many pixels must decide, so that a caption does not hang on one of them.</summary>
    public const double Margin = 5;

    /// <summary>The longest caption, with its end.</summary>
    public const int Longest = 12;

    private const string Comma = ",";

    private static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <summary>All words there are, behind the special tokens.</summary>
    public static WordVocabulary Vocabulary { get; } = new(["a", "an", .. Names, "above", "left", "right", "of", Comma]);

    /// <summary>The words of the caption.</summary>
    public static string[] Words(IEnumerable<PlacedDigit> digits)
    {
        PlacedDigit[] fromTop = [.. digits.OrderBy(static digit => digit.Y)];
        var first = fromTop[0];
        return [.. Named(first), .. fromTop[1..].SelectMany((other, place) => (string[])[.. place > 0 ? [Comma] : Array.Empty<string>(), .. Relation(first, other), .. Named(other)])];
    }

    /// <summary>The words as one writes them.</summary>
    public static string Text(IEnumerable<string> words) => string.Join(' ', words).Replace(" ,", ",", StringComparison.Ordinal);

    /// <summary>Whether the order from the top and each relation are decided by <see cref="Margin"/> at least.</summary>
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
