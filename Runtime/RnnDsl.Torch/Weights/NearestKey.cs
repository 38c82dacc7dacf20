namespace RnnDsl.Torch;

/// <summary>Finds the key that was probably meant.</summary>
internal static class NearestKey
{
    // Beyond this many the answer would take long and help no one.
    private const int ComparedAtMost = 1_000;

    /// <summary>The likeliest of the candidates, or <c>null</c> where none is near.</summary>
    /// <remarks>
    /// A wrapper's prefix (<c>module.</c>, <c>_orig_mod.</c>) or a missing one comes first; then the fewest typing errors,
    /// at most one for each four letters.
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

    /// <summary>How many letters must be put in, taken out or changed (Levenshtein, 1966).</summary>
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
