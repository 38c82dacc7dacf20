namespace RnnDsl.Generator.Common;

/// <summary>Finds the most similar name, for "did you mean".</summary>
internal static class Nearest
{
    /// <summary>Longer names are not compared, to bound the time.</summary>
    private const int LongestName = 100;

    /// <summary>The candidate with the smallest edit distance, at most one edit per three letters; null if there is none.</summary>
    /// <param name="name">The name that was not found.</param>
    /// <param name="candidates">The existing names.</param>
    /// <param name="always">The number of edits allowed for the shortest names. Names of one letter would otherwise match any other.</param>
    public static string? To(string name, IEnumerable<string> candidates, int always = 1) =>
        candidates
            .Where(candidate => Math.Max(name.Length, candidate.Length) <= LongestName)
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(always, Math.Max(name.Length, candidate.Name.Length) / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();

    /// <summary>The number of insertions, deletions, substitutions and transpositions (Damerau 1964), case-insensitive.</summary>
    public static int Distance(string from, string to)
    {
        (from, to) = (from.ToUpperInvariant(), to.ToUpperInvariant());
        var steps = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                steps[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[from.Length, to.Length];
    }
}
