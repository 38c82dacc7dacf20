namespace RnnDsl.Torch;

/// <summary>
/// Goes through pairs of sequences epoch by epoch in batches of similar length, so that little of a batch is padding. Which pairs a step sees
/// follows from the seed and the step alone, so that a resumed run sees what the unbroken one would have seen.
/// </summary>
/// <remarks>
/// In each epoch pairs of the same two lengths come in an order of their own; so sorted by their lengths they are cut into batches, and the
/// batches are put in a random order. Where the cuts lie depends on the lengths alone: every epoch has as many steps.
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
    /// <param name="lengths">How many tokens the source and the target of each pair have.</param>
    /// <param name="size">How much a step sees.</param>
    /// <param name="seed">Where the orders come from.</param>
    /// <exception cref="ArgumentException">There is no pair, or a length is below 0.</exception>
    public LengthBuckets(IReadOnlyList<(int Source, int Target)> lengths, BatchSize size, long seed)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Count == 0)
            throw new ArgumentException("There is no pair of sequences.", nameof(lengths));
        if (lengths.Any(static pair => pair is { Source: < 0 } or { Target: < 0 }))
            throw new ArgumentException("A length is below 0.", nameof(lengths));

        // The sources go up with one length of the target and down with the next, so that a batch over two lengths has no leap among its sources.
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

    /// <summary>Batches of single sequences of the given lengths, which are pairs without a target.</summary>
    /// <param name="lengths">How many tokens each sequence has.</param>
    /// <param name="size">How much a step sees.</param>
    /// <param name="seed">Where the orders come from.</param>
    /// <exception cref="ArgumentException">There is no sequence, or a length is below 0.</exception>
    public static LengthBuckets OfSequences(IReadOnlyList<int> lengths, BatchSize size, long seed) => new([.. lengths.Select(static length => (length, 0))], size, seed);

    /// <summary>How many steps see every pair once.</summary>
    public long StepsPerEpoch => _batches.Length;

    /// <summary>The share of a batch's places, source and target together, that is padding: over an epoch, from 0 to 1.</summary>
    public double PaddingShare { get; }

    /// <summary>The pairs of a step.</summary>
    /// <param name="step">1 for the first step.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<long> At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        var (epoch, within) = Math.DivRem(step - 1, StepsPerEpoch);
        Draw(epoch + 1);
        var (start, count) = _batches[_order[within]];
        return _items.AsSpan(start, count);
    }

    private void Draw(long epoch)
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

    /// <summary>Pairs of the same two lengths, which lie side by side.</summary>
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

    /// <summary>As many pairs as a batch holds, again and again.</summary>
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
        var (real, places) = (0L, 0L);
        foreach (var (start, count) in _batches)
        {
            var (source, target) = (0, 0);
            foreach (var item in _sorted.AsSpan(start, count))
            {
                real += lengths[item].Source + lengths[item].Target;
                (source, target) = (Math.Max(source, lengths[item].Source), Math.Max(target, lengths[item].Target));
            }

            places += (long)count * (source + target);
        }

        return places == 0 ? 0 : 1 - ((double)real / places);
    }
}
