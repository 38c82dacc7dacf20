using System.Text;

namespace RnnDsl.Decoding;

/// <summary>One alignment: a class for each step, and the collapsed labels.</summary>
/// <param name="Labels">The labels, without blanks.</param>
/// <param name="Steps">For each label, the step of its highest probability among those aligned with it.</param>
/// <param name="LogProbability">The log-probability of this alignment.</param>
public sealed record CtcPath(IReadOnlyList<int> Labels, IReadOnlyList<int> Steps, double LogProbability)
{
    /// <summary>
    /// The minimum number of steps for a label sequence: one per label, and a blank between equal neighbours. With fewer steps no alignment exists, and the
    /// loss is infinite.
    /// </summary>
    public static int ShortestFor(IReadOnlyList<int> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.Count + labels.Zip(labels.Skip(1)).Count(static pair => pair.First == pair.Second);
    }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Labels), Labels), (nameof(Steps), Steps), (nameof(LogProbability), LogProbability));
}
