using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Hides bands and stretches of time of features while training, so that a recogniser does not hang on any one of them: D. S. Park et al., "SpecAugment: A
/// Simple Data Augmentation Method for Automatic Speech Recognition", Interspeech 2019. Without the paper's warping of time, which it finds to do least.
/// </summary>
public sealed record SpecAugment
{
    /// <summary>How many stretches of bands are hidden.</summary>
    public int FrequencyMasks { get; init; } = 2;

    /// <summary>How many bands a stretch has at most: each number from 0 on is equally likely.</summary>
    public int FrequencyWidth { get; init; } = 8;

    /// <summary>How many stretches of frames are hidden.</summary>
    public int TimeMasks { get; init; } = 2;

    /// <summary>How many frames a stretch has at most.</summary>
    public int TimeWidth { get; init; } = 10;

    /// <summary>Which share of an utterance a stretch of frames has at most.</summary>
    public double TimeShare { get; init; } = 0.2;

    /// <summary>Sets what is hidden to zero, which is the mean of normalised features; other masks for each utterance.</summary>
    /// <param name="features">[batch, frames, bands]</param>
    /// <param name="lengths">How many frames of each utterance are real.</param>
    /// <param name="random">Where the masks come from.</param>
    /// <returns>The same shape; it belongs to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">There is not a length for each utterance, or one is out of range.</exception>
    public Tensor Apply(Tensor features, IReadOnlyList<long> lengths, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(random);
        if (features.dim() != 3 || features.size(0) != lengths.Count || lengths.Any(length => length < 0 || length > features.size(1)))
            throw new ArgumentException($"The features are [{string.Join(", ", features.shape)}] and the lengths [{string.Join(", ", lengths)}], where [batch, frames, bands] and up to so many frames of each are expected.", nameof(features));

        var (frames, bands) = ((int)features.size(1), (int)features.size(2));
        var shown = new float[lengths.Count, frames, bands];
        for (var i = 0; i < lengths.Count; i++)
        {
            var hiddenBands = Draw(random, FrequencyMasks, FrequencyWidth, bands);
            var hiddenFrames = Draw(random, TimeMasks, Math.Min(TimeWidth, (int)(TimeShare * lengths[i])), (int)lengths[i]);
            for (var frame = 0; frame < frames; frame++)
            {
                for (var band = 0; band < bands; band++)
                    shown[i, frame, band] = hiddenBands[band] || (frame < lengths[i] && hiddenFrames[frame]) ? 0 : 1;
            }
        }

        using var mask = tensor(shown, device: features.device);
        return features * mask;
    }

    /// <summary>Which of so many places are hidden.</summary>
    private static bool[] Draw(RandomSource random, int masks, int width, int places)
    {
        var hidden = new bool[places];
        for (var mask = 0; mask < masks; mask++)
        {
            var size = (int)Math.Min(random.NextInt64(width + 1L), places);
            var start = (int)random.NextInt64(places - size + 1L);
            hidden.AsSpan(start, size).Fill(true);
        }
        return hidden;
    }
}
