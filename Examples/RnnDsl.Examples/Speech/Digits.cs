namespace RnnDsl.Examples.Speech;

/// <summary>Digits as CTC labels: 0 is the blank, digit d has the label d + 1.</summary>
internal static class Digits
{
    public const int Count = 10;

    public const int Blank = 0;

    /// <summary>Number of labels, blank included.</summary>
    public const int Labels = Count + 1;

    /// <summary>Names of the classes in figures.</summary>
    public static IReadOnlyList<string> Names { get; } = ["blank", .. Enumerable.Range(0, Count).Select(static digit => $"{digit}")];

    public static int Label(int digit) => digit + 1;

    public static string Text(IEnumerable<int> labels) => string.Concat(labels.Select(static label => (char)('0' + label - 1)));

    /// <summary>The labels of a string of digits.</summary>
    public static int[] Parse(string text) => [.. text.Select(static digit => Label(digit - '0'))];
}
