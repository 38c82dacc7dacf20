using Xunit;

namespace RnnDsl.Runtime.Tests.Sampling;

/// <summary>Pearson's test of counts against a distribution.</summary>
internal static class ChiSquare
{
    /// <summary>Fails where chance alone would do so in fewer than one of 10,000 runs; outcomes of probability 0 must never come.</summary>
    public static void AssertFits(ReadOnlySpan<long> counts, ReadOnlySpan<double> probabilities)
    {
        Assert.Equal(probabilities.Length, counts.Length);
        var draws = 0L;
        foreach (var count in counts)
            draws += count;

        var statistic = 0.0;
        var degrees = -1;
        for (var i = 0; i < counts.Length; i++)
        {
            if (probabilities[i] == 0)
            {
                Assert.Equal(0, counts[i]);
                continue;
            }

            var expected = draws * probabilities[i];
            Assert.True(expected >= 5, $"Outcome {i} is expected only {expected} times: draw more.");
            statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
            degrees++;
        }

        // Wilson and Hilferty, 1931: (χ²/k)^⅓ is nearly normal with mean 1 - 2/9k and variance 2/9k. 3.719 is the quantile of 0.9999.
        if (degrees == 0)
            return;
        var variance = 2.0 / (9 * degrees);
        var score = (Math.Cbrt(statistic / degrees) - (1 - variance)) / Math.Sqrt(variance);
        Assert.True(score < 3.719, $"The counts [{string.Join(", ", counts.ToArray())}] do not fit: chi-square {statistic} of {degrees} degrees.");
    }
}
