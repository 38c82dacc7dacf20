using RnnDsl.Examples.Speech;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Generated strings of spoken digits.</summary>
public sealed class DigitStringGeneratorTests
{
    private static readonly IReadOnlyList<SpokenDigit> Recordings = [.. SpokenDigits.Read(DigitTones.Open("recordings.zip"), "tones")];

    [Fact]
    public void A_string_joins_recordings_of_one_speaker_with_pauses()
    {
        foreach (var drawn in new DigitStringGenerator(Recordings).Generate(60, seed: 4))
        {
            Assert.InRange(drawn.Labels.Length, 3, 6);
            Assert.Equal(drawn.Labels.Length, drawn.Spans.Length);
            var before = 0;
            foreach (var ((start, end), label) in drawn.Spans.Zip(drawn.Labels))
            {
                Assert.InRange(start - before, before == 0 ? 400 : 160, before == 0 ? 2_400 : 2_000);
                Assert.Contains(Recordings, one => one.Speaker == drawn.Speaker && one.Digit == label - 1 && Same(one.Samples, drawn.Samples.AsSpan(start, end - start)));

                // The pauses hold faint noise.
                Assert.InRange(drawn.Samples[before..start].Max(Math.Abs), 1e-6f, 0.006f * drawn.Samples.Max(Math.Abs));
                before = end;
            }
            Assert.InRange(drawn.Samples.Length - before, 400, 2_400);
        }
    }

    [Fact]
    public void All_lengths_digits_and_speakers_occur_and_equal_seeds_give_equal_sets()
    {
        var maker = new DigitStringGenerator(Recordings);
        var drawn = maker.Generate(1_000, seed: 2006);
        Assert.All(drawn.CountBy(static one => one.Labels.Length), static count => Assert.InRange(count.Value, 200, 300));
        Assert.All(drawn.SelectMany(static one => one.Labels).CountBy(static label => label), static count => Assert.InRange(count.Value, 380, 520));
        Assert.Equal(4, drawn.CountBy(static one => one.Labels.Length).Count());
        Assert.Equal(10, drawn.SelectMany(static one => one.Labels).Distinct().Count());
        Assert.All(drawn.CountBy(static one => one.Speaker), static count => Assert.InRange(count.Value, 430, 570));

        var again = new DigitStringGenerator(Recordings.Reverse()).Generate(5, seed: 2006);
        Assert.Equal(drawn.Take(5).Select(static one => one.Text), again.Select(static one => one.Text));
        Assert.Equal(maker.Generate(5, seed: 1)[4].Samples, maker.Generate(5, seed: 1)[4].Samples);
        Assert.NotEqual(maker.Generate(5, seed: 1)[4].Samples, maker.Generate(5, seed: 2)[4].Samples);
    }

    [Fact]
    public void Training_strings_have_perturbed_speed()
    {
        var maker = new DigitStringGenerator(Recordings);
        var batches = Enumerable.Range(0, 20).Select(seed => maker.GenerateBatch(new RandomSource(seed), 16)).ToList();
        Assert.All(batches, static batch => Assert.Single(batch.Select(static one => one.Labels.Length).Distinct()));
        Assert.Equal([3, 4, 5, 6], batches.Select(static batch => batch[0].Labels.Length).Distinct().Order());

        // The first string of a batch equals the unperturbed string of the same random numbers.
        var ratios = new HashSet<double>();
        for (var seed = 0; seed < 60; seed++)
        {
            var (varied, plain) = (maker.GenerateBatch(new RandomSource(seed), 1)[0], maker.Generate(1, seed)[0]);
            Assert.Equal(plain.Text, varied.Text);
            var ratio = (double)varied.Samples.Length / plain.Samples.Length;
            Assert.Equal(plain.Spans[^1].End * ratio, varied.Spans[^1].End, 2.0);
            ratios.Add(Math.Round(ratio, 2));
        }
        Assert.Equal([0.91, 0.95, 1, 1.05, 1.11], ratios.Order());
    }

    private static bool Same(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        if (one.Length != other.Length)
            return false;
        for (var i = 0; i < one.Length; i++)
        {
            if (Math.Abs(one[i] - other[i]) > 0.006)
                return false;
        }
        return true;
    }
}
