using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Audio;

public sealed class ResamplerTests
{
    [Theory]
    [InlineData(44_100, 8_000)]
    [InlineData(48_000, 8_000)]
    [InlineData(11_025, 8_000)]
    [InlineData(16_001, 8_000)]
    [InlineData(8_000, 22_050)]
    [InlineData(7_200, 8_000)]
    public void Resampled_tone_equals_the_tone_at_the_target_rate(int from, int to)
    {
        var resampled = new Resampler(from, to).Apply(Tone(440, from));
        Assert.Equal((from / 2 * to / from) + (from / 2 * to % from > 0 ? 1 : 0), resampled.Length);

        // At the ends the samples beyond are taken as zero.
        var expected = Tone(440, to);
        for (var i = to / 20; i < resampled.Length - (to / 20); i++)
            Assert.Equal(expected[i], resampled[i], 2e-3);
    }

    [Fact]
    public void Frequencies_above_Nyquist_are_removed_and_constants_are_kept()
    {
        var high = new Resampler(44_100, 8_000).Apply(Tone(5_200, 44_100));
        Assert.All(high[400..^400], static sample => Assert.Equal(0, sample, 5e-3));

        var constant = new Resampler(22_050, 8_000).Apply([.. Enumerable.Repeat(0.25f, 5_000)]);
        Assert.All(constant[100..^100], static sample => Assert.Equal(0.25, sample, 1e-5));
    }

    [Fact]
    public void Equal_rates_change_nothing_and_invalid_rates_are_errors()
    {
        Assert.Equal([1, 2, 3], new Resampler(8_000, 8_000).Apply([1, 2, 3]));
        Assert.Empty(new Resampler(44_100, 8_000).Apply([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(0, 8_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Resampler(8_000, 1_000_000));
    }

    /// <summary>Half a second.</summary>
    private static float[] Tone(double hertz, int rate) => [.. Enumerable.Range(0, rate / 2).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * hertz * i / rate)))];
}
