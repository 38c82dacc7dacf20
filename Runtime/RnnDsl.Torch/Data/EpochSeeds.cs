namespace RnnDsl.Data;

/// <summary>The random source of each epoch, a function of the seed and the epoch.</summary>
internal readonly struct EpochSeeds
{
    private readonly ulong _origin;

    public EpochSeeds(long seed)
    {
        // The second number of the seed's generator: a trainer uses the first one for its steps.
        var source = new RandomSource(seed);
        source.NextUInt64();
        _origin = source.NextUInt64();
    }

    /// <param name="epoch">1 for the first epoch.</param>
    public RandomSource At(long epoch) => new((long)(_origin + (ulong)epoch));
}
