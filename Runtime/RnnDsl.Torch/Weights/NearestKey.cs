namespace RnnDsl.Weights;

/// <summary>Finds the key that is most similar to a given one, for suggestions in messages.</summary>
internal static class NearestKey
{
    // Comparing more keys takes too long.
    private const int ComparedAtMost = 1_000;

    /// <summary>The most similar candidate, or <c>null</c> if none is similar.</summary>
    /// <remarks>
    /// A difference by a wrapper's prefix (<c>module.</c>, <c>_orig_mod.</c>) comes first; then the smallest edit distance,
    /// at most one for every four letters.
    /// </remarks>
    public static string? Find(string key, IReadOnlyList<string> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.EndsWith("." + key, StringComparison.Ordinal) || key.EndsWith("." + candidate, StringComparison.Ordinal))
                return candidate;
        }

        var allowed = Math.Max(1, key.Length / 4);
        return candidates
            .Take(ComparedAtMost)
            .Where(candidate => Math.Abs(candidate.Length - key.Length) <= allowed)
            .Select(candidate => (Candidate: candidate, Distance: EditDistance(key, candidate)))
            .Where(pair => pair.Distance <= allowed)
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();
    }

    /// <summary>The edit distance (Levenshtein, 1966).</summary>
    private static int EditDistance(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
            row[j] = j;

        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[to.Length];
    }
}
