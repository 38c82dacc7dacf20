using System.Numerics;

namespace RnnDsl.Sampling;

/// <summary>
/// A fast, seedable random number generator whose state can be read and set. The same seed gives the same numbers on every machine.
/// </summary>
/// <remarks>
/// xoshiro256** of D. Blackman and S. Vigna, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4), 2021; seeded, as they
/// advise, by SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014). Not for secrets.
/// </remarks>
public sealed class RandomSource
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A generator with a seed.</summary>
    public RandomSource(long seed)
    {
        var mix = (ulong)seed;
        _s0 = SplitMix64(ref mix);
        _s1 = SplitMix64(ref mix);
        _s2 = SplitMix64(ref mix);
        _s3 = SplitMix64(ref mix);
    }

    /// <summary>A generator that continues from a state.</summary>
    /// <exception cref="ArgumentException">The state is all zeros, a fixed point of the generator.</exception>
    public RandomSource(RandomState state) => State = state;

    /// <summary>The state of the generator.</summary>
    /// <exception cref="ArgumentException">The state is all zeros, a fixed point of the generator.</exception>
    public RandomState State
    {
        get => new(_s0, _s1, _s2, _s3);
        set
        {
            if (value == default)
                throw new ArgumentException("A random state must not be all zeros: the generator would return only zeros.", nameof(value));
            (_s0, _s1, _s2, _s3) = (value.S0, value.S1, value.S2, value.S3);
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1): each multiple of 2⁻⁵³ has the same probability.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>An integer in [0, <paramref name="bound"/>), exactly uniform.</summary>
    /// <remarks>Without a division in nearly every case: D. Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29(1), 2019.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public long NextInt64(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low < range)
        {
            // 2⁶⁴ is not a multiple of the range: the lowest 2⁶⁴ mod range values would be too frequent and are rejected.
            var threshold = (0UL - range) % range;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), range, out low);
        }

        return (long)high;
    }

    /// <summary>An integer from <paramref name="low"/> (inclusive) to <paramref name="high"/> (exclusive), uniformly distributed.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="high"/> is not above <paramref name="low"/>, or by more than <see cref="long.MaxValue"/>.</exception>
    public long NextInt64(long low, long high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        var range = unchecked(high - low);
        return range > 0 ? low + NextInt64(range) : throw new ArgumentOutOfRangeException(nameof(high), high, $"The range from {low} to {high} has more than {long.MaxValue} values.");
    }

    /// <summary>Shuffles the items uniformly (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)NextInt64(i + 1L);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
