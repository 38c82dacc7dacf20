using RnnDsl.Examples.Common;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Reverse;

/// <summary>Alignment of output letters to source letters, as a figure and as text.</summary>
internal static class AlignmentPicture
{
    // Two characters per cell are about square.
    private const string Shades = " .:-=+*#%@";

    public static void Save(string path, string text, Hypothesis written) =>
        AlignmentMap.Save(path, SourceLabels(text), OutputLabels(written), written.Attention!, "Attention weights");

    /// <summary>Source letters in columns, output letters in rows.</summary>
    public static void Print(string text, Hypothesis written)
    {
        Show.Line("     " + string.Concat(SourceLabels(text).Select(static letter => letter + " ")).TrimEnd());
        var letters = OutputLabels(written);
        for (var row = 0; row < letters.Count; row++)
        {
            var shares = Enumerable.Range(0, written.Attention!.GetLength(1)).Select(column => written.Attention[row, column]);
            Show.Line($"  {letters[row]}  {string.Concat(shares.Select(static share => new string(Shades[(int)Math.Min(share * Shades.Length, Shades.Length - 1)], 2)))}".TrimEnd());
        }
    }

    private static IReadOnlyList<string> SourceLabels(string text) => [.. Letters.Encode(text).Append(SpecialTokens.End).Select(Letters.Label)];

    private static IReadOnlyList<string> OutputLabels(Hypothesis written) =>
        [.. written.TokensAndEnd(SpecialTokens.End).Select(Letters.Label)];
}
