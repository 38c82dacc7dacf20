using System.Numerics;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Audio;

/// <summary>Features against their definition, written as loops in double precision.</summary>
public sealed class LogMelTests
{
    private static readonly LogMelOptions Small = new() { Window = 64, Hop = 20, Mels = 6, LowestFrequency = 100, HighestFrequency = 3_500, DynamicRange = 50 };

    [Fact]
    public void Features_equal_a_direct_Fourier_transform()
    {
        using var scope = NewDisposeScope();
        using var features = new LogMel(Small);
        var (long1, short1) = (Sound(1, 400), Sound(2, 210));
        var (found, lengths) = features.Of([long1, short1]);
        Assert.Equal([2, 17, 6], found.shape);
        Assert.Equal([17, 8], lengths.data<long>().ToArray());
        Same(Expected(long1), found[0], 17);
        Same(Expected(short1), found[1], 8);
        Assert.Equal(0, found[1].narrow(0, 8, 9).abs().max().item<float>());
    }

    [Fact]
    public void Features_are_independent_of_the_batch_and_of_loudness()
    {
        using var scope = NewDisposeScope();
        using var features = new LogMel();
        var sound = Sound(3, 3_000);
        var (alone, _) = features.Of([sound]);
        var (beside, _) = features.Of([Sound(4, 5_000), sound]);
        Assert.True((alone[0] - beside[1].narrow(0, 0, alone.size(1))).abs().max().item<float>() < 1e-4);
        var (quiet, _) = features.Of([[.. sound.Select(static sample => sample / 64)]]);
        Assert.True((alone - quiet).abs().max().item<float>() < 1e-4);

        Assert.True(alone.mean([1]).abs().max().item<float>() < 1e-4);
        Assert.True((alone.square().mean([1]) - 1).abs().max().item<float>() < 1e-2);
    }

    [Fact]
    public void Silent_and_very_short_utterances_give_finite_features()
    {
        using var scope = NewDisposeScope();
        using var features = new LogMel();
        var (found, lengths) = features.Of([new float[4_000], [0.5f], Sound(5, 256)]);
        Assert.Equal([47, 1, 1], lengths.data<long>().ToArray());
        Assert.True(found.isfinite().all().item<bool>());
        Assert.Equal(0, found[0].abs().max().item<float>());

        Assert.Throws<ArgumentException>(() => features.Of([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => features.Of([[]]));
    }

    [Fact]
    public void Constant_band_is_normalised_to_zero()
    {
        using var scope = NewDisposeScope();
        using var features = new LogMel(Small);

        // The logarithm of silence is the same in every frame, and the mean of many such frames is rounded.
        foreach (var frames in Enumerable.Range(1, 200).Append(3_000))
        {
            using var inner = NewDisposeScope();
            Assert.Equal(0, features.Of([new float[64 + (20 * (frames - 1))]]).Features.abs().max().item<float>());
        }
    }

    [Fact]
    public void Mel_scale_and_filters_equal_the_published_definition()
    {
        Assert.Equal(1_000, MelScale.FromHertz(1_000), 0.02);
        Assert.Equal(2_146.06, MelScale.FromHertz(4_000), 0.02);
        Assert.Equal(440, MelScale.ToHertz(MelScale.FromHertz(440)), 1e-9);

        // Between the tips of the first and the last the triangles add up to one.
        var filters = MelScale.Filters(20, 512, 8_000, 0, 4_000);
        Assert.Equal((20, 257), (filters.GetLength(0), filters.GetLength(1)));
        var tip = MelScale.ToHertz(MelScale.FromHertz(4_000) / 21) * 512 / 8_000;
        var last = MelScale.ToHertz(MelScale.FromHertz(4_000) * 20 / 21) * 512 / 8_000;
        for (var bin = (int)Math.Ceiling(tip); bin < last; bin++)
            Assert.Equal(1, Enumerable.Range(0, 20).Sum(mel => filters[mel, bin]), 1e-5);

        Assert.Contains("from 5000 to 4000 Hz", Assert.Throws<ArgumentException>(() => MelScale.Filters(20, 512, 8_000, 5_000, 4_000)).Message, StringComparison.Ordinal);
        Assert.Contains("contains no frequency of a window of 64 samples", Assert.Throws<ArgumentException>(() => MelScale.Filters(40, 64, 8_000, 0, 4_000)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Extraction_leaves_no_tensors()
    {
        using var features = new LogMel(Small);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
            features.Of([Sound(1, 400), Sound(2, 300)]);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static void Same(double[,] expected, Tensor found, int frames)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            for (var mel = 0; mel < expected.GetLength(1); mel++)
                Assert.Equal(expected[frame, mel], found[frame][mel].item<float>(), 2e-3);
        }
    }

    private static double[,] Expected(float[] sound)
    {
        var frames = 1 + ((sound.Length - 64) / 20);
        var filters = MelScale.Filters(6, 64, 8_000, 100, 3_500);
        var mels = new double[frames, 6];
        for (var frame = 0; frame < frames; frame++)
        {
            for (var bin = 0; bin <= 32; bin++)
            {
                var sum = Complex.Zero;
                for (var i = 0; i < 64; i++)
                    sum += sound[(20 * frame) + i] * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / 64))) * Complex.Exp(new Complex(0, -2 * Math.PI * bin * i / 64));
                for (var mel = 0; mel < 6; mel++)
                    mels[frame, mel] += filters[mel, bin] * sum.Magnitude * sum.Magnitude;
            }
        }

        var floor = mels.Cast<double>().Max() * 1e-5;
        for (var mel = 0; mel < 6; mel++)
        {
            var column = Enumerable.Range(0, frames).Select(frame => Math.Log(Math.Max(mels[frame, mel], floor))).ToArray();
            var mean = column.Average();
            var deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
            for (var frame = 0; frame < frames; frame++)
                mels[frame, mel] = (column[frame] - mean) / (deviation + 1e-5);
        }
        return mels;
    }

    /// <summary>A swelling tone in noise, with silence in it that the dynamic range cuts off.</summary>
    private static float[] Sound(long seed, int length)
    {
        var random = new RandomSource(seed);
        return [.. Enumerable.Range(0, length).Select(i => i * 4 / length == 2 ? 0 : (float)((0.01 * random.NextDouble()) + (i * 0.5 / length * Math.Sin(0.3 * seed * i))))];
    }
}
