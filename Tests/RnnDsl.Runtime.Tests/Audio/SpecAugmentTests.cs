using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Audio;

public sealed class SpecAugmentTests
{
    private static readonly SpecAugment Masks = new() { FrequencyMasks = 1, FrequencyWidth = 4, TimeMasks = 1, TimeWidth = 6, TimeShare = 0.5 };

    [Fact]
    public void Masks_cover_whole_bands_and_frames_up_to_the_maximum_widths()
    {
        using var scope = NewDisposeScope();
        var random = new RandomSource(1);
        var widths = new HashSet<(int Bands, int Frames)>();
        for (var draw = 0; draw < 200; draw++)
        {
            // The second has 8 frames, of which half may be hidden.
            var masked = Masks.Apply(ones(2, 20, 10), [20, 8], random);
            for (var row = 0; row < 2; row++)
            {
                var shown = masked[row];
                var bands = Hidden(shown.sum([0]).data<float>().ToArray());
                var frames = Hidden(shown.sum([1]).data<float>().ToArray());
                Assert.InRange(bands.Count, 0, 4);
                Assert.InRange(frames.Count, 0, row == 0 ? 6 : 4);
                Assert.Equal((20 - frames.Count) * (10 - bands.Count), shown.sum().item<float>());
                Assert.True(Together(bands) && Together(frames) && frames.All(frame => frame < (row == 0 ? 20 : 8)));
                widths.Add((bands.Count, frames.Count));
            }
        }
        Assert.Equal(5 * 7, widths.Count);
    }

    [Fact]
    public void Masks_depend_on_the_seed_and_widths_of_0_mask_nothing()
    {
        using var scope = NewDisposeScope();
        var features = rand(3, 20, 10);
        Assert.Equal(0, (Masks.Apply(features, [20, 20, 1], new RandomSource(5)) - Masks.Apply(features, [20, 20, 1], new RandomSource(5))).abs().max().item<float>());
        Assert.NotEqual(0, (Masks.Apply(features, [20, 20, 1], new RandomSource(5)) - Masks.Apply(features, [20, 20, 1], new RandomSource(6))).abs().max().item<float>());
        var none = new SpecAugment { FrequencyWidth = 0, TimeWidth = 0 };
        Assert.Equal(0, (none.Apply(features, [20, 20, 1], new RandomSource(5)) - features).abs().max().item<float>());
        Assert.Contains("The features are [3, 20, 10] and the lengths [20, 21, 1]", Assert.Throws<ArgumentException>(() => Masks.Apply(features, [20, 21, 1], new RandomSource(5))).Message, StringComparison.Ordinal);
    }

    private static List<int> Hidden(float[] sums) => [.. sums.Index().Where(static pair => pair.Item == 0).Select(static pair => pair.Index)];

    private static bool Together(List<int> places) => places.Count == 0 || places[^1] - places[0] == places.Count - 1;
}
