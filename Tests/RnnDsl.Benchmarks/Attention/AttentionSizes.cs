namespace RnnDsl.Benchmarks.Attention;

/// <summary>How large a decoder that attends is.</summary>
/// <param name="Batch">How many sentences are translated side by side.</param>
/// <param name="Time">How many words sources and targets have.</param>
/// <param name="Hidden">The length of the token's vector, of the state and of v.</param>
/// <param name="Vocabulary">How many different words there are.</param>
internal sealed record AttentionSizes(int Batch, int Time, int Hidden, int Vocabulary)
{
    /// <summary>The length of a position: that of the state after an encoder with one direction, twice that after one with two.</summary>
    public int Memory { get; init; } = Hidden;

    public override string ToString() =>
        FormattableString.Invariant($"batch {Batch}, {Time} positions of {Memory}, {Time} steps, hidden {Hidden}, vocabulary {Vocabulary:N0}");
}
