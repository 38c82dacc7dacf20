namespace RnnDsl.Tests;

/// <summary>Chooses few combinations of options that still cover every pair of their values.</summary>
internal static class CoveringSet
{
    /// <summary>Combinations that together have every item that any of the candidates has, chosen greedily and always alike.</summary>
    /// <param name="candidates">All combinations. Of two that cover as much, the first is chosen.</param>
    /// <param name="items">What a combination covers.</param>
    /// <param name="chosen">Combinations that are there in any case.</param>
    public static List<T> Of<T, TItem>(IReadOnlyList<T> candidates, Func<T, IEnumerable<TItem>> items, params IEnumerable<T> chosen)
    {
        var result = chosen.ToList();
        var covered = result.SelectMany(items).ToHashSet();
        var rest = candidates.Select(candidate => (Candidate: candidate, Items: items(candidate).Where(item => !covered.Contains(item)).ToList())).ToList();
        while (true)
        {
            var best = rest.MaxBy(candidate => candidate.Items.Count);
            if (best.Items is not { Count: > 0 })
            {
                return result;
            }

            result.Add(best.Candidate);
            covered.UnionWith(best.Items);
            rest.ForEach(candidate => candidate.Items.RemoveAll(covered.Contains));
        }
    }

    /// <summary>Every pair of two options' values in a combination.</summary>
    public static IEnumerable<string> Pairs(IReadOnlyList<object?> values) =>
        from i in Enumerable.Range(0, values.Count)
        from j in Enumerable.Range(0, i)
        select $"{j}={values[j]} {i}={values[i]}";

    /// <summary>Every three options' values in a combination.</summary>
    public static IEnumerable<string> Triples(IReadOnlyList<object?> values) =>
        from i in Enumerable.Range(0, values.Count)
        from pair in Pairs([.. values.Take(i)])
        select $"{pair} {i}={values[i]}";
}
