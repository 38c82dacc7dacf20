namespace RnnDsl.Examples.Common;

/// <summary>A few of many: data often has an order, so the first ones tell little.</summary>
internal static class Spread
{
    /// <summary>So many items at equal distances, or all where there are no more.</summary>
    public static IReadOnlyList<T> Over<T>(IReadOnlyList<T> items, int count) => items.Count <= count
        ? items
        : [.. Enumerable.Range(0, count).Select(i => items[(int)(((2L * i) + 1) * items.Count / (2L * count))])];
}
