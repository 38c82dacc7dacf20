namespace RnnDsl.Torch;

/// <summary>
/// Goes through a data set epoch by epoch, each time in a random order of its own. Which items a step sees follows from the seed and
/// the step alone, so that a resumed run sees what the unbroken one would have seen.
/// </summary>
public sealed class EpochOrder
{
    private readonly int _batchSize;
    private readonly EpochSeeds _seeds;
    private readonly long[] _order;
    private long _epoch;

    /// <summary>An order over the items 0 to <paramref name="count"/> - 1.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="batchSize">How many a step sees; the last step of an epoch sees what is left.</param>
    /// <param name="seed">Where the orders come from.</param>
    public EpochOrder(int count, int batchSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        _batchSize = batchSize;
        _order = new long[count];
        _seeds = new EpochSeeds(seed);
    }

    /// <summary>How many steps see every item once.</summary>
    public long StepsPerEpoch => (_order.Length + (long)_batchSize - 1) / _batchSize;

    /// <summary>The items of a step.</summary>
    /// <param name="step">1 for the first step.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<long> At(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        var (epoch, within) = Math.DivRem(step - 1, StepsPerEpoch);
        Draw(epoch + 1);
        var start = (int)within * _batchSize;
        return _order.AsSpan(start, Math.Min(_batchSize, _order.Length - start));
    }

    private void Draw(long epoch)
    {
        if (_epoch == epoch)
            return;
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        _seeds.At(epoch).Shuffle(_order.AsSpan());
        _epoch = epoch;
    }
}
