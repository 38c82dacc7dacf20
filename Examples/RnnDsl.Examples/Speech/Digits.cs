namespace RnnDsl.Examples.Speech;

/// <summary>Digits as labels of CTC: 0 is the blank, and each digit is one more than it says.</summary>
internal static class Digits
{
    public const int Count = 10;

    public const int Blank = 0;

    /// <summary>The blank and the ten digits.</summary>
    public const int Labels = Count + 1;

    /// <summary>What the classes are called in pictures.</summary>
    public static IReadOnlyList<string> Names { get; } = ["blank", .. Enumerable.Range(0, Count).Select(static digit => $"{digit}")];

    public static int Label(int digit) => digit + 1;

    public static string Text(IEnumerable<int> labels) => string.Concat(labels.Select(static label => (char)('0' + label - 1)));

    /// <summary>The labels of a text of digits.</summary>
    public static int[] Parse(string text) => [.. text.Select(static digit => Label(digit - '0'))];
}
