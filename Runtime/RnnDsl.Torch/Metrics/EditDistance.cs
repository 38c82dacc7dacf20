using System.Text;

namespace RnnDsl.Metrics;

/// <summary>The edit distance of two sequences (V. Levenshtein 1966), by kind of edit.</summary>
/// <param name="Substitutions">The number of substituted items.</param>
/// <param name="Insertions">The number of inserted items.</param>
/// <param name="Deletions">The number of deleted items.</param>
public readonly record struct EditDistance(int Substitutions, int Insertions, int Deletions)
{
    /// <summary>The number of all edits.</summary>
    public int Total => Substitutions + Insertions + Deletions;

    /// <summary>The sum of the edits.</summary>
    public static EditDistance operator +(EditDistance left, EditDistance right) =>
        new(left.Substitutions + right.Substitutions, left.Insertions + right.Insertions, left.Deletions + right.Deletions);

    /// <summary>The edits that turn the reference into the hypothesis. Of several minimal ways, one with the most substitutions.</summary>
    /// <param name="hypothesis">The hypothesis.</param>
    /// <param name="reference">The reference.</param>
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

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Substitutions), Substitutions), (nameof(Insertions), Insertions), (nameof(Deletions), Deletions), (nameof(Total), Total));
}
