using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>Padded batches of sequences, and orders for one pass over all of them.</summary>
internal static class SequenceBatches
{
    /// <summary>The indices of all sequences, shortest first, in batches.</summary>
    public static IEnumerable<long[]> ByLength(IReadOnlyList<int> lengths, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return Enumerable.Range(0, lengths.Count).OrderBy(number => lengths[number]).Select(static number => (long)number).Chunk(size);
    }

    /// <summary>Rows of different lengths, filled up to the longest.</summary>
    /// <param name="indices">The rows, in this order.</param>
    /// <param name="row">The values of a row by its index.</param>
    /// <param name="padding">The value behind the end of a row.</param>
    /// <param name="device">The device of the result.</param>
    /// <returns>int64 [batch, longest]</returns>
    /// <exception cref="ArgumentException">There are no indices.</exception>
    public static Tensor Pad(ReadOnlySpan<long> indices, Func<long, long[]> row, long padding, Device device)
    {
        if (indices.IsEmpty)
            throw new ArgumentException("A batch needs at least one sequence.", nameof(indices));
        var longest = 0;
        foreach (var number in indices)
            longest = Math.Max(longest, row(number).Length);

        var values = new long[indices.Length * longest];
        Array.Fill(values, padding);
        for (var i = 0; i < indices.Length; i++)
            row(indices[i]).CopyTo(values, i * longest);
        return tensor(values, [indices.Length, longest], device: device);
    }

    /// <summary>One value for each row.</summary>
    /// <param name="indices">The rows, in this order.</param>
    /// <param name="value">The value of a row by its index.</param>
    /// <param name="device">The device of the result.</param>
    /// <returns>int64 [batch]</returns>
    public static Tensor PerSequence(ReadOnlySpan<long> indices, Func<long, long> value, Device device)
    {
        var values = new long[indices.Length];
        for (var i = 0; i < indices.Length; i++)
            values[i] = value(indices[i]);
        return tensor(values, device: device);
    }
}
