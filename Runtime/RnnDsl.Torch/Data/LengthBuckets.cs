namespace RnnDsl.Data;

/// <summary>
/// Batches of sequence pairs of similar length, which need little padding, epoch by epoch. The pairs of a step
/// are a function of the seed and the step, so that a resumed run gets the same pairs as an uninterrupted one.
/// </summary>
/// <remarks>
/// In each epoch pairs of equal lengths are shuffled; sorted by length, all pairs are cut into batches, and the
/// batches are shuffled. The cuts depend on the lengths only, so every epoch has the same number of steps.
/// </remarks>
public sealed class LengthBuckets
{
    private readonly EpochSeeds _seeds;
    private readonly int[] _sorted;
    private readonly (int Start, int Count)[] _ties;
    private readonly (int Start, int Count)[] _batches;
    private readonly long[] _items;
    private readonly int[] _order;
    private long _epoch;

    /// <summary>Batches of pairs of the given lengths.</summary>
    /// <param name="lengths">The numbers of tokens of source and target of each pair.</param>
    /// <param name="size">The batch size.</param>
    /// <param name="seed">The seed of the random orders.</param>
    /// <exception cref="ArgumentException">There is no pair, or a length is below 0.</exception>
    public LengthBuckets(IReadOnlyList<(int Source, int Target)> lengths, BatchSize size, long seed)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Count == 0)
            throw new ArgumentException("There is no sequence to make batches of: the data, or its part after a split, is empty.", nameof(lengths));
        if (lengths.Any(static pair => pair is { Source: < 0 } or { Target: < 0 }))
            throw new ArgumentException("A length is below 0.", nameof(lengths));

        // The order of the source lengths alternates between ascending and descending from one target length to the next, so that a batch over two
        // target lengths has similar sources.
        _sorted =
        [
            .. Enumerable.Range(0, lengths.Count)
                .OrderBy(i => lengths[i].Target)
                .ThenBy(i => lengths[i].Target % 2 == 0 ? lengths[i].Source : -lengths[i].Source),
        ];
        _ties = [.. Ties(lengths)];
        _batches = [.. Batches(lengths, size)];
        (_items, _order) = (new long[lengths.Count], new int[_batches.Length]);
        PaddingShare = Padding(lengths);
        _seeds = new EpochSeeds(seed);
    }

    /// <summary>Batches of single sequences, as pairs without a target.</summary>
    /// <param name="lengths">The number of tokens of each sequence.</param>
    /// <param name="size">The batch size.</param>
    /// <param name="seed">The seed of the random orders.</param>
    /// <exception cref="ArgumentException">There is no sequence, or a length is below 0.</exception>
    public static LengthBuckets OfSequences(IReadOnlyList<int> lengths, BatchSize size, long seed) => new([.. lengths.Select(static length => (length, 0))], size, seed);

    /// <summary>The number of steps per epoch.</summary>
    public long StepsPerEpoch => _batches.Length;

    /// <summary>The fraction of padding positions, source and target together, over an epoch, from 0 to 1.</summary>
    public double PaddingShare { get; }

    /// <summary>The pairs of a step.</summary>
    /// <param name="step">1 for the first step.</param>
    /// <returns>The indices of the pairs; valid until the next call.</returns>
    public ReadOnlySpan<long> At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        var (epoch, within) = Math.DivRem(step - 1, StepsPerEpoch);
        Shuffle(epoch + 1);
        var (start, count) = _batches[_order[within]];
        return _items.AsSpan(start, count);
    }

    private void Shuffle(long epoch)
    {
        if (_epoch == epoch)
            return;
        var source = _seeds.At(epoch);
        for (var i = 0; i < _items.Length; i++)
            _items[i] = _sorted[i];
        foreach (var (start, count) in _ties)
            source.Shuffle(_items.AsSpan(start, count));
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        source.Shuffle(_order.AsSpan());
        _epoch = epoch;
    }

    /// <summary>Ranges of pairs with equal lengths, which are adjacent in the sorted order.</summary>
    private IEnumerable<(int Start, int Count)> Ties(IReadOnlyList<(int Source, int Target)> lengths)
    {
        var start = 0;
        for (var i = 1; i <= _sorted.Length; i++)
        {
            if (i < _sorted.Length && lengths[_sorted[i]] == lengths[_sorted[start]])
                continue;
            yield return (start, i - start);
            start = i;
        }
    }

    /// <summary>Ranges of pairs that fill a batch.</summary>
    private IEnumerable<(int Start, int Count)> Batches(IReadOnlyList<(int Source, int Target)> lengths, BatchSize size)
    {
        var (start, longest) = (0, 0);
        for (var i = 0; i < _sorted.Length; i++)
        {
            var own = Math.Max(lengths[_sorted[i]].Source, lengths[_sorted[i]].Target);
            if (i > start && !size.Holds(i - start + 1, Math.Max(longest, own)))
            {
                yield return (start, i - start);
                (start, longest) = (i, 0);
            }

            longest = Math.Max(longest, own);
        }

        yield return (start, _sorted.Length - start);
    }

    private double Padding(IReadOnlyList<(int Source, int Target)> lengths)
    {
        var (valid, positions) = (0L, 0L);
        foreach (var (start, count) in _batches)
        {
            var (source, target) = (0, 0);
            foreach (var item in _sorted.AsSpan(start, count))
            {
                valid += lengths[item].Source + lengths[item].Target;
                (source, target) = (Math.Max(source, lengths[item].Source), Math.Max(target, lengths[item].Target));
            }

            positions += (long)count * (source + target);
        }

        return positions == 0 ? 0 : 1 - ((double)valid / positions);
    }
}
