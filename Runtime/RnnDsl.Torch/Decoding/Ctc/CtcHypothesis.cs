namespace RnnDsl.Torch;

/// <summary>What a search over CTC's scores found.</summary>
/// <param name="Labels">The labels, without blanks.</param>
/// <param name="LogProbability">The logarithm of the sum over the alignments of these labels that the search has followed.</param>
/// <param name="Score">The same with the language model and the bonus for labels: what hypotheses are ranked by.</param>
public sealed record CtcHypothesis(IReadOnlyList<int> Labels, double LogProbability, double Score);
