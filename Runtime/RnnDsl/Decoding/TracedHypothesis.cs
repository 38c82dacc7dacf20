namespace RnnDsl.Decoding;

/// <summary>A hypothesis without its attention weights, and its row at each step.</summary>
internal sealed record TracedHypothesis(Hypothesis Hypothesis, IReadOnlyList<long> Rows);
