using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Sampling;

public class RandomSourceTests
{
    [Fact]
    public void Generator_gives_the_published_numbers_of_xoshiro256_starstar()
    {
        var random = new RandomSource(new RandomState(1, 2, 3, 4));
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void Seed_is_expanded_by_SplitMix64() =>
        Assert.Equal(
            new RandomState(6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431),
            new RandomSource(1234567).State);

    [Fact]
    public void Restored_state_continues_the_same_sequence()
    {
        Gen.Long.Sample(seed =>
        {
            var random = new RandomSource(seed);
            random.NextUInt64();
            var copy = new RandomSource(RandomState.Parse(random.State.ToString()));
            for (var i = 0; i < 10; i++)
                Assert.Equal(random.NextUInt64(), copy.NextUInt64());
        }, iter: 200);
    }

    [Fact]
    public void All_zero_state_and_invalid_text_are_errors()
    {
        Assert.Throws<ArgumentException>(() => new RandomSource(default(RandomState)));
        Assert.Throws<FormatException>(() => RandomState.Parse("12"));
        Assert.False(RandomState.TryParse(new string('g', 64), out _));
        Assert.False(RandomState.TryParse(null, out _));
    }

    [Fact]
    public void Integers_below_a_bound_are_uniform()
    {
        var random = new RandomSource(1);
        var counts = new long[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextInt64(7)]++;
        ChiSquare.AssertFits(counts, [.. Enumerable.Repeat(1.0 / 7, 7)]);
    }

    [Fact]
    public void Integers_below_a_large_bound_are_unbiased()
    {
        // Below 3·2⁶¹ a plain remainder of 64 bits would come from the lower two thirds in 6 of 8 cases where it should in 2 of 3.
        const long Bound = 3L << 61;
        var random = new RandomSource(2);
        var counts = new long[3];
        for (var i = 0; i < 30_000; i++)
            counts[random.NextInt64(Bound) >> 61]++;
        ChiSquare.AssertFits(counts, [1.0 / 3, 1.0 / 3, 1.0 / 3]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Bound_below_1_is_an_error(long bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(0).NextInt64(bound));

    [Fact]
    public void Doubles_are_uniform_in_the_unit_interval()
    {
        var random = new RandomSource(3);
        var counts = new long[10];
        for (var i = 0; i < 50_000; i++)
        {
            var value = random.NextDouble();
            Assert.InRange(value, 0, 1 - double.Epsilon);
            Assert.NotEqual(1, value);
            counts[(int)(value * 10)]++;
        }

        ChiSquare.AssertFits(counts, [.. Enumerable.Repeat(0.1, 10)]);
    }

    [Fact]
    public void Shuffled_orders_are_uniform()
    {
        var random = new RandomSource(4);
        var counts = new Dictionary<string, long>();
        for (var i = 0; i < 24_000; i++)
        {
            var items = "abcd".ToCharArray();
            random.Shuffle<char>(items);
            var order = new string(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        ChiSquare.AssertFits([.. counts.Values], [.. Enumerable.Repeat(1.0 / 24, 24)]);
    }

    [Fact]
    public void Integers_of_a_range_are_uniform()
    {
        var random = new RandomSource(5);
        var counts = new int[5];
        for (var i = 0; i < 50_000; i++)
        {
            counts[random.NextInt64(-2, 3) + 2]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Equal(long.MaxValue - 1, random.NextInt64(long.MaxValue - 1, long.MaxValue));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void Empty_and_too_large_ranges_are_errors(long low, long high) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(0).NextInt64(low, high));
}
