namespace RnnDsl.Generator.Common;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    /// <summary>The length beyond which nobody types, and comparing would take long.</summary>
    private const int LongestName = 100;

    /// <summary>The candidate with the fewest typing errors, at most one for every three letters; null where none is near.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What can be meant.</param>
    /// <param name="always">How many errors even the shortest name may have. Of names of one letter each would be near any other.</param>
    public static string? To(string name, IEnumerable<string> candidates, int always = 1) =>
        candidates
            .Where(candidate => Math.Max(name.Length, candidate.Length) <= LongestName)
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(candidate => candidate.Distance <= Math.Max(always, Math.Max(name.Length, candidate.Name.Length) / 3))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();

    /// <summary>How many letters must be added, left out, changed or swapped with their neighbour (Damerau 1964), whatever their case.</summary>
    private static int Distance(string from, string to)
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
