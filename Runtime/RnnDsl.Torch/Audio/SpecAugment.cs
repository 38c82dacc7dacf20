using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Audio;

/// <summary>
/// SpecAugment: masks frequency bands and time spans of features in training: D. S. Park et al., "SpecAugment: A
/// Simple Data Augmentation Method for Automatic Speech Recognition", Interspeech 2019. Without time warping, which the paper finds least effective.
/// </summary>
public sealed record SpecAugment
{
    /// <summary>The number of frequency masks.</summary>
    public int FrequencyMasks { get; init; } = 2;

    /// <summary>The maximum width of a frequency mask in bands; widths are uniform from 0.</summary>
    public int FrequencyWidth { get; init; } = 8;

    /// <summary>The number of time masks.</summary>
    public int TimeMasks { get; init; } = 2;

    /// <summary>The maximum width of a time mask in frames.</summary>
    public int TimeWidth { get; init; } = 10;

    /// <summary>The maximum width of a time mask relative to the utterance.</summary>
    public double TimeShare { get; init; } = 0.2;

    /// <summary>Zeros the masked features, where 0 is the mean of normalised features; with different masks for each utterance.</summary>
    /// <param name="features">[batch, frames, bands]</param>
    /// <param name="lengths">The number of valid frames of each utterance.</param>
    /// <param name="random">The random source of the masks.</param>
    /// <returns>The same shape; it belongs to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">The number of lengths is not that of the utterances, or one is out of range.</exception>
    public Tensor Apply(Tensor features, IReadOnlyList<long> lengths, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(random);
        if (features.dim() != 3 || features.size(0) != lengths.Count || lengths.Any(length => length < 0 || length > features.size(1)))
            throw new ArgumentException($"The features are [{string.Join(", ", features.shape)}] and the lengths [{string.Join(", ", lengths)}], where [batch, frames, bands] and one length of at most that many frames per utterance are expected.", nameof(features));

        var (frames, bands) = ((int)features.size(1), (int)features.size(2));
        var factors = new float[lengths.Count, frames, bands];
        for (var i = 0; i < lengths.Count; i++)
        {
            var hiddenBands = Mask(random, FrequencyMasks, FrequencyWidth, bands);
            var hiddenFrames = Mask(random, TimeMasks, Math.Min(TimeWidth, (int)(TimeShare * lengths[i])), (int)lengths[i]);
            for (var frame = 0; frame < frames; frame++)
            {
                for (var band = 0; band < bands; band++)
                    factors[i, frame, band] = hiddenBands[band] || (frame < lengths[i] && hiddenFrames[frame]) ? 0 : 1;
            }
        }

        using var mask = tensor(factors, device: features.device);
        return features * mask;
    }

    /// <summary>Samples the masked positions.</summary>
    private static bool[] Mask(RandomSource random, int masks, int width, int positions)
    {
        var hidden = new bool[positions];
        for (var mask = 0; mask < masks; mask++)
        {
            var size = (int)Math.Min(random.NextInt64(width + 1L), positions);
            var start = (int)random.NextInt64(positions - size + 1L);
            hidden.AsSpan(start, size).Fill(true);
        }
        return hidden;
    }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers(
        (nameof(FrequencyMasks), FrequencyMasks), (nameof(FrequencyWidth), FrequencyWidth), (nameof(TimeMasks), TimeMasks), (nameof(TimeWidth), TimeWidth), (nameof(TimeShare), TimeShare));
}
