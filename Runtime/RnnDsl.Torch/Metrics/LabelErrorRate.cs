namespace RnnDsl.Torch;

/// <summary>How much of what was recognised is wrong (A. Graves et al., "Connectionist Temporal Classification", ICML 2006): of words the word error rate.</summary>
/// <param name="Edits">The changes that make the hypotheses right.</param>
/// <param name="Labels">How many labels the references have.</param>
public readonly record struct LabelErrorRate(EditDistance Edits, long Labels)
{
    /// <summary>Changes per label of the references: 0 where all is right, above 1 where there is more wrong than there is.</summary>
    public double Rate => (double)Edits.Total / Labels;

    /// <summary>Over all sequences together, so that each label counts the same.</summary>
    /// <param name="hypotheses">What was recognised.</param>
    /// <param name="references">What is right.</param>
    /// <exception cref="ArgumentException">There is no label in the references, or their number and that of the hypotheses differ.</exception>
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
}
