using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Translate;

/// <summary>Alignment figures of some sentences of medium length.</summary>
internal static class AlignmentPictures
{
    private const int Pictures = 4;
    private const int ShortestSource = 8;
    private const int LongestSource = 16;

    /// <returns>The number of figures.</returns>
    public static int Save(RunFolder folder, IReadOnlyList<SentenceTranslation> translations)
    {
        var drawn = EvenSample.Of([.. translations.Where(IsLongEnough)], Pictures);
        for (var number = 1; number <= drawn.Count; number++)
            Save(folder.Figure(string.Create(CultureInfo.InvariantCulture, $"alignment-{number}")), drawn[number - 1]);
        return drawn.Count;
    }

    private static bool IsLongEnough(SentenceTranslation translation) =>
        translation is { TargetTokens.Count: > 0, SourceTokens.Count: >= ShortestSource and <= LongestSource };

    private static void Save(string path, SentenceTranslation translation) =>
        AlignmentMap.Save(path, translation.SourceTokens, translation.TargetTokens, translation.Attention!, "Attention weights");
}
