using System.Text;

namespace RnnDsl.Decoding;

/// <summary>A hypothesis of prefix beam search.</summary>
/// <param name="Labels">The labels, without blanks.</param>
/// <param name="LogProbability">The log-probability, summed over the alignments that the search has followed.</param>
/// <param name="Score">The ranking score: with language model and label bonus.</param>
public sealed record CtcHypothesis(IReadOnlyList<int> Labels, double LogProbability, double Score)
{
    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Labels), Labels), (nameof(LogProbability), LogProbability), (nameof(Score), Score));
}
