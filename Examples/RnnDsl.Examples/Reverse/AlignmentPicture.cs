using RnnDsl.Examples.Common;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Reverse;

/// <summary>Which letters were looked at while each one was written, as a picture and as text.</summary>
internal static class AlignmentPicture
{
    // Two characters a cell are about square.
    private const string Shades = " .:-=+*#%@";

    public static void Save(string path, string text, Hypothesis written) =>
        AlignmentMap.Save(path, Read(text), Wrote(written), written.Attention!);

    /// <summary>What was read across, what was written down.</summary>
    public static void Print(string text, Hypothesis written)
    {
        Show.Line("     " + string.Concat(Read(text).Select(static letter => letter + " ")).TrimEnd());
        var letters = Wrote(written);
        for (var row = 0; row < letters.Count; row++)
        {
            var shares = Enumerable.Range(0, written.Attention!.GetLength(1)).Select(column => written.Attention[row, column]);
            Show.Line($"  {letters[row]}  {string.Concat(shares.Select(static share => new string(Shades[(int)Math.Min(share * Shades.Length, Shades.Length - 1)], 2)))}".TrimEnd());
        }
    }

    private static IReadOnlyList<string> Read(string text) => [.. Letters.Encode(text).Append(SpecialTokens.End).Select(Letters.Shown)];

    private static IReadOnlyList<string> Wrote(Hypothesis written) =>
        [.. written.TokensAndEnd(SpecialTokens.End).Select(Letters.Shown)];
}
