namespace RnnDsl.Metrics;

/// <summary>Exact match: the fraction of answers that equal a reference.</summary>
public static class ExactMatch
{
    /// <summary>The fraction, from 0 to 1, of answers that equal one of their references.</summary>
    /// <param name="hypotheses">The answers.</param>
    /// <param name="references">The references of each answer.</param>
    /// <exception cref="ArgumentException">There is no answer, or the numbers of answers and references differ.</exception>
    public static double Fraction(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        if (hypotheses.Count == 0)
            throw new ArgumentException("There is no answer to compare.", nameof(hypotheses));
        if (hypotheses.Count != references.Count)
            throw new ArgumentException($"There are {hypotheses.Count.Invariant()} answers and references of {references.Count.Invariant()}.", nameof(references));
        return (double)hypotheses.Zip(references).Count(static pair => pair.Second.Contains(pair.First, StringComparer.Ordinal)) / hypotheses.Count;
    }
}
