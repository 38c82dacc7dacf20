namespace RnnDsl.Torch;

/// <summary>The fewest changes that make one sequence of another (V. Levenshtein 1966), by their kinds.</summary>
/// <param name="Substitutions">Items that stand in the place of others.</param>
/// <param name="Insertions">Items too many.</param>
/// <param name="Deletions">Items that are missing.</param>
public readonly record struct EditDistance(int Substitutions, int Insertions, int Deletions)
{
    /// <summary>All changes.</summary>
    public int Total => Substitutions + Insertions + Deletions;

    /// <summary>What was done wrong in both together.</summary>
    public static EditDistance operator +(EditDistance left, EditDistance right) =>
        new(left.Substitutions + right.Substitutions, left.Insertions + right.Insertions, left.Deletions + right.Deletions);

    /// <summary>What must be undone in a hypothesis to make it the reference. Of several ways that are as short, one with the most substitutions.</summary>
    /// <param name="hypothesis">What was found.</param>
    /// <param name="reference">What is right.</param>
    public static EditDistance Between<T>(IReadOnlyList<T> hypothesis, IReadOnlyList<T> reference)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        ArgumentNullException.ThrowIfNull(reference);
        var row = new EditDistance[reference.Count + 1];
        for (var j = 1; j <= reference.Count; j++)
            row[j] = new(0, 0, j);
        for (var i = 1; i <= hypothesis.Count; i++)
        {
            var diagonal = row[0];
            row[0] = new(0, i, 0);
            for (var j = 1; j <= reference.Count; j++)
            {
                var above = row[j];
                row[j] = EqualityComparer<T>.Default.Equals(hypothesis[i - 1], reference[j - 1])
                    ? diagonal
                    : Shortest(diagonal with { Substitutions = diagonal.Substitutions + 1 }, above with { Insertions = above.Insertions + 1 }, row[j - 1] with { Deletions = row[j - 1].Deletions + 1 });
                diagonal = above;
            }
        }
        return row[^1];
    }

    private static EditDistance Shortest(EditDistance substituted, EditDistance inserted, EditDistance deleted)
    {
        var best = inserted.Total < substituted.Total ? inserted : substituted;
        return deleted.Total < best.Total ? deleted : best;
    }
}
