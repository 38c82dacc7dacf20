namespace RnnDsl.Data;

/// <summary>
/// The order of a data set: each epoch visits it in a new random order. The items of a step are a function of the seed and
/// the step, so that a resumed run gets the same items as an uninterrupted one.
/// </summary>
public sealed class EpochOrder
{
    private readonly int _batchSize;
    private readonly EpochSeeds _seeds;
    private readonly long[] _order;
    private long _epoch;

    /// <summary>An order over the items 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="batchSize">The batch size; the last batch of an epoch may be smaller.</param>
    /// <param name="seed">The seed of the random orders.</param>
    public EpochOrder(int count, int batchSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        _batchSize = batchSize;
        _order = new long[count];
        _seeds = new EpochSeeds(seed);
    }

    /// <summary>The number of steps per epoch.</summary>
    public long StepsPerEpoch => (_order.Length + (long)_batchSize - 1) / _batchSize;

    /// <summary>The items of a step.</summary>
    /// <param name="step">1 for the first step.</param>
    /// <returns>The indices of the items; valid until the next call.</returns>
    public ReadOnlySpan<long> At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        var (epoch, within) = Math.DivRem(step - 1, StepsPerEpoch);
        Shuffle(epoch + 1);
        var start = (int)within * _batchSize;
        return _order.AsSpan(start, Math.Min(_batchSize, _order.Length - start));
    }

    private void Shuffle(long epoch)
    {
        if (_epoch == epoch)
            return;
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        _seeds.At(epoch).Shuffle(_order.AsSpan());
        _epoch = epoch;
    }
}
