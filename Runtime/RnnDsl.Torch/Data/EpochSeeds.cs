namespace RnnDsl.Torch;

/// <summary>Where the order of each epoch comes from: random numbers that follow from the seed and the epoch alone.</summary>
internal readonly struct EpochSeeds
{
    private readonly ulong _origin;

    public EpochSeeds(long seed)
    {
        // The second number of the seed: from the first a trainer draws its steps.
        var source = new RandomSource(seed);
        source.NextUInt64();
        _origin = source.NextUInt64();
    }

    /// <param name="epoch">1 for the first epoch.</param>
    public RandomSource At(long epoch) => new((long)(_origin + (ulong)epoch));
}
