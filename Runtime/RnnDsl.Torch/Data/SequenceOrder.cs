namespace RnnDsl.Data;

/// <summary>Orders of sequences for one pass over all of them.</summary>
internal static class SequenceOrder
{
    /// <summary>The indices of all sequences, shortest first, in batches.</summary>
    public static IEnumerable<long[]> ByLength(IReadOnlyList<int> lengths, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return Enumerable.Range(0, lengths.Count).OrderBy(number => lengths[number]).Select(static number => (long)number).Chunk(size);
    }
}
