using CsCheck;
using Xunit;

namespace RnnDsl.Runtime.Tests.Sampling;

public class RandomSourceTests
{
    [Fact]
    public void The_generator_gives_the_published_numbers_of_xoshiro256_starstar()
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
    public void The_seed_is_spread_by_SplitMix64_as_published() =>
        Assert.Equal(
            new RandomState(6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431),
            new RandomSource(1234567).State);

    [Fact]
    public void A_saved_state_goes_on_with_the_same_numbers()
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
    public void A_state_of_zeros_or_a_text_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new RandomSource(default(RandomState)));
        Assert.Throws<FormatException>(() => RandomState.Parse("12"));
        Assert.False(RandomState.TryParse(new string('g', 64), out _));
        Assert.False(RandomState.TryParse(null, out _));
    }

    [Fact]
    public void Whole_numbers_below_a_bound_come_equally_often()
    {
        var random = new RandomSource(1);
        var counts = new long[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextInt64(7)]++;
        ChiSquare.AssertFits(counts, [.. Enumerable.Repeat(1.0 / 7, 7)]);
    }

    [Fact]
    public void A_bound_that_does_not_divide_the_range_shows_no_bias()
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
    public void A_bound_below_1_is_refused(long bound) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(0).NextInt64(bound));

    [Fact]
    public void Doubles_lie_in_the_unit_interval_and_fill_it_evenly()
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
    public void A_shuffle_gives_every_order_equally_often()
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
    public void Every_number_of_a_range_is_equally_likely_and_none_outside_of_it()
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
    public void A_range_without_numbers_or_with_too_many_is_refused(long low, long high) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource(0).NextInt64(low, high));
}
