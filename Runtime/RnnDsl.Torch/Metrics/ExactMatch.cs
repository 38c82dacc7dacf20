namespace RnnDsl.Torch;

/// <summary>The share of answers that are right from beginning to end.</summary>
public static class ExactMatch
{
    /// <summary>From 0 to 1: how many answers equal one of their references.</summary>
    /// <param name="hypotheses">The answers.</param>
    /// <param name="references">For each answer the right ones.</param>
    /// <exception cref="ArgumentException">There is no answer, or their number and that of the references differ.</exception>
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
