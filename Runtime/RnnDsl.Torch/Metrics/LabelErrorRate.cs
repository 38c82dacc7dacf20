using System.Text;

namespace RnnDsl.Metrics;

/// <summary>The label error rate (A. Graves et al., "Connectionist Temporal Classification", ICML 2006); for words the word error rate.</summary>
/// <param name="Edits">The edits between hypotheses and references.</param>
/// <param name="Labels">The number of labels of the references.</param>
public readonly record struct LabelErrorRate(EditDistance Edits, long Labels)
{
    /// <summary>Edits per reference label: 0 if all are right; insertions can raise it above 1.</summary>
    public double Rate => (double)Edits.Total / Labels;

    /// <summary>The rate over all sequences together, so that each label has the same weight.</summary>
    /// <param name="hypotheses">The recognised labels.</param>
    /// <param name="references">The reference labels.</param>
    /// <exception cref="ArgumentException">The references have no labels, or the numbers of references and hypotheses differ.</exception>
    public static LabelErrorRate Of<T>(IReadOnlyList<IReadOnlyList<T>> hypotheses, IReadOnlyList<IReadOnlyList<T>> references)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        if (hypotheses.Count != references.Count)
            throw new ArgumentException($"There are {hypotheses.Count.Invariant()} hypotheses and {references.Count.Invariant()} references.", nameof(references));
        var labels = references.Sum(static reference => (long)reference.Count);
        if (labels == 0)
            throw new ArgumentException("The references have no label to compare with.", nameof(references));
        var edits = hypotheses.Zip(references).Aggregate(default(EditDistance), static (sum, pair) => sum + EditDistance.Between(pair.First, pair.Second));
        return new(edits, labels);
    }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Rate), Rate), (nameof(Edits), Edits), (nameof(Labels), Labels));
}
