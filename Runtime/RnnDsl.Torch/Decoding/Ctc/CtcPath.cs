namespace RnnDsl.Torch;

/// <summary>One alignment: a class for each step, and the labels it spells.</summary>
/// <param name="Labels">The labels, without blanks.</param>
/// <param name="Steps">For each label the step at which it is likeliest, of those that say it.</param>
/// <param name="LogProbability">The logarithm of the probability of this alignment alone.</param>
public sealed record CtcPath(IReadOnlyList<int> Labels, IReadOnlyList<int> Steps, double LogProbability)
{
    /// <summary>
    /// How many steps labels need at the least: one for each, and a blank between two that are the same. With fewer steps no alignment spells them, and the
    /// loss is infinite.
    /// </summary>
    public static int ShortestFor(IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Count + labels.Zip(labels.Skip(1)).Count(static pair => pair.First == pair.Second);
    }
}
