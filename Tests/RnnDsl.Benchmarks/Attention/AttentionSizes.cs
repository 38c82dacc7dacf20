namespace RnnDsl.Benchmarks.Attention;

/// <summary>How large a decoder that attends is.</summary>
/// <param name="Batch">How many sentences are translated side by side.</param>
/// <param name="Time">How many words sources and targets have.</param>
/// <param name="Hidden">The length of the token's vector, of the state, of a position and of v.</param>
/// <param name="Vocabulary">How many different words there are.</param>
internal sealed record AttentionSizes(int Batch, int Time, int Hidden, int Vocabulary)
{
    public override string ToString() => FormattableString.Invariant($"batch {Batch}, {Time} positions, {Time} steps, hidden {Hidden}, vocabulary {Vocabulary:N0}");
}
