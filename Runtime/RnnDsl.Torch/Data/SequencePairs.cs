using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>Pairs of token sequences on the host, and batches of them on a device.</summary>
public sealed class SequencePairs
{
    private readonly long[][] _sources;
    private readonly long[][] _targets;
    private readonly Device _device;

    /// <summary>Pairs of token sequences, without begin and end tokens.</summary>
    /// <param name="pairs">The tokens of each source and of its target.</param>
    /// <param name="sourceEnd">Whether to append <see cref="SpecialTokens.End"/> to sources, so that none is empty.</param>
    /// <param name="device">The device of the batches; <c>null</c>: the CPU.</param>
    public SequencePairs(IEnumerable<(long[] Source, long[] Target)> pairs, bool sourceEnd = true, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (long[] Source, long[] Target)[] all = [.. pairs];
        _sources = Array.ConvertAll(all, pair => sourceEnd ? [.. pair.Source, SpecialTokens.End] : pair.Source);
        _targets = Array.ConvertAll(all, static pair => pair.Target);
        _device = device ?? CPU;
        Lengths = [.. _sources.Zip(_targets, static (source, target) => (source.Length, target.Length + 1))];
    }

    /// <summary>The number of pairs.</summary>
    public int Count => _sources.Length;

    /// <summary>
    /// The number of tokens of each pair in a batch: the source with its end token, and the target plus one. For <see cref="LengthBuckets"/>.
    /// </summary>
    public IReadOnlyList<(int Source, int Target)> Lengths { get; }

    /// <summary>A batch of the pairs of the given indices, in this order.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">There are no indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no pair of an index.</exception>
    public SequencePairBatch Batch(ReadOnlySpan<long> indices)
    {
        if (indices.IsEmpty)
            throw new ArgumentException("A batch needs at least one pair.", nameof(indices));
        Indices.Check(indices, Lengths.Count, "pairs");

        var (sourceTime, targetTime) = (0, 0);
        foreach (var number in indices)
            (sourceTime, targetTime) = (Math.Max(sourceTime, Lengths[(int)number].Source), Math.Max(targetTime, Lengths[(int)number].Target));

        // New arrays contain zeros, the padding token.
        var (sources, sourceLengths) = (new long[indices.Length * sourceTime], new long[indices.Length]);
        var (inputs, targets, targetLengths) = (new long[indices.Length * targetTime], new long[indices.Length * targetTime], new long[indices.Length]);
        for (var row = 0; row < indices.Length; row++)
        {
            var (source, target) = (_sources[indices[row]], _targets[indices[row]]);
            source.CopyTo(sources, row * sourceTime);
            sourceLengths[row] = source.Length;
            inputs[row * targetTime] = SpecialTokens.Begin;
            target.CopyTo(inputs, (row * targetTime) + 1);
            target.CopyTo(targets, row * targetTime);
            targets[(row * targetTime) + target.Length] = SpecialTokens.End;
            targetLengths[row] = target.Length + 1;
        }

        return new SequencePairBatch(
            tensor(sources, [indices.Length, sourceTime], device: _device),
            tensor(sourceLengths, device: _device),
            tensor(inputs, [indices.Length, targetTime], device: _device),
            tensor(targets, [indices.Length, targetTime], device: _device),
            tensor(targetLengths, device: _device));
    }

    /// <summary>All pairs once, in batches of similar length, for an evaluation. Each batch is created when the enumeration reaches it.</summary>
    /// <param name="size">The batch size.</param>
    /// <returns>The tensors belong to the dispose scope that is current when a batch is created.</returns>
    public IEnumerable<SequencePairBatch> Batches(BatchSize size)
    {
        if (Count == 0)
            yield break;
        var batches = new LengthBuckets(Lengths, size, seed: 0);
        for (var step = 1L; step <= batches.StepsPerEpoch; step++)
            yield return Batch(batches.At(step));
    }
}
