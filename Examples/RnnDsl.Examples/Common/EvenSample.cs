namespace RnnDsl.Examples.Common;

/// <summary>An evenly spaced sample of a list, since data is often ordered.</summary>
internal static class EvenSample
{
    /// <summary><paramref name="count"/> items at equal distances; all if there are no more.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int count) => items.Count <= count
        ? items
        : [.. Enumerable.Range(0, count).Select(i => items[(int)(((2L * i) + 1) * items.Count / (2L * count))])];
}
