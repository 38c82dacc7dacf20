using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Audio;

/// <summary>
/// Log-mel features: for each frame the logarithm of the power in mel-spaced bands, normalised over an utterance to mean 0
/// and standard deviation 1 in each band (0 in a constant band), so that they do not depend on the volume.
/// </summary>
public sealed class LogMel : IDisposable
{
    /// <summary>The distance from 1 to the next float32.</summary>
    private static readonly Scalar MachineEpsilon = 1.1920928955078125e-7;

    private static readonly Scalar SmallestPower = 1e-20;

    private static readonly Scalar SmallestDeviation = 1e-5;

    private readonly Tensor _window;
    private readonly Tensor _filters;

    /// <summary>Computes the window and the filters.</summary>
    /// <param name="options">The options; <c>null</c>: for speech at 8,000 samples per second.</param>
    /// <param name="device">The device; <c>null</c>: the CPU.</param>
    /// <exception cref="ArgumentException">An option is out of range, or two options contradict each other (<see cref="MelScale.Filters"/>).</exception>
    public LogMel(LogMelOptions? options = null, Device? device = null)
    {
        Options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.Hop, nameof(LogMelOptions.Hop));
        if (!(Options.DynamicRange > 0))
            throw new ArgumentOutOfRangeException(nameof(options), Options.DynamicRange, "The dynamic range must be a number of decibels above 0, such as 80.");
        var filters = MelScale.Filters(Options.Mels, Options.Window, Options.SampleRate, Options.LowestFrequency, Options.HighestFrequency ?? Options.SampleRate / 2d);

        // Both outlive the current dispose scope: Dispose disposes them.
        _window = hann_window(Options.Window, device: device ?? CPU).DetachFromDisposeScope();
        _filters = tensor(filters, device: device ?? CPU).DetachFromDisposeScope();
    }

    /// <summary>The options.</summary>
    public LogMelOptions Options { get; }

    /// <summary>The number of frames of an utterance: the number of windows that fit, and 1 for an utterance shorter than a window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no samples.</exception>
    public int Frames(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        return 1 + (Math.Max(0, samples - Options.Window) / Options.Hop);
    }

    /// <summary>The features of utterances, padding-invariant: those of each utterance alone.</summary>
    /// <param name="utterances">The samples of each utterance.</param>
    /// <returns>
    /// Features [batch, frames, mels], zero at padding, and the numbers of frames, int64 [batch]. They belong to the enclosing dispose scope.
    /// </returns>
    /// <exception cref="ArgumentException">There are no utterances, or one has no samples.</exception>
    public (Tensor Features, Tensor Lengths) Of(IReadOnlyList<float[]> utterances)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        if (utterances.Count == 0)
            throw new ArgumentException("There is no utterance; pass at least one.", nameof(utterances));
        using var scope = NewDisposeScope();
        var frames = utterances.Select(utterance => (long)Frames(utterance.Length)).ToArray();
        var lengths = tensor(frames, device: _window.device);
        var power = Power(utterances);
        var mels = _filters.matmul(power).transpose(1, 2);                          // [batch, frames, mels]
        var valid = Scalars.Range(mels.size(1), _window.device).lt(lengths.unsqueeze(1)).unsqueeze(2).to(ScalarType.Float32);
        var features = Normalised(Log(mels * valid), valid, lengths);
        return (features.MoveToOuterDisposeScope(), lengths.MoveToOuterDisposeScope());
    }

    /// <summary>Disposes the window and the filters.</summary>
    public void Dispose()
    {
        _window.Dispose();
        _filters.Dispose();
    }

    /// <summary>[batch, frequencies, frames]</summary>
    private Tensor Power(IReadOnlyList<float[]> utterances)
    {
        var longest = Math.Max(Options.Window, utterances.Max(static utterance => utterance.Length));
        var samples = new float[utterances.Count * longest];
        for (var i = 0; i < utterances.Count; i++)
            utterances[i].CopyTo(samples, i * longest);
        var batch = tensor(samples, [utterances.Count, longest], device: _window.device);
        return stft(batch, Options.Window, Options.Hop, Options.Window, _window, center: false, return_complex: true).abs().pow(Scalars.Two);
    }

    /// <summary>The logarithm, clamped from below by the dynamic range.</summary>
    private Tensor Log(Tensor mels)
    {
        var loudest = mels.amax([1, 2], keepdim: true).clamp_min(SmallestPower);
        using Scalar least = Math.Pow(10, -Options.DynamicRange / 10);
        return maximum(mels / loudest, full_like(loudest, least)).log();
    }

    /// <summary>
    /// Mean 0 and standard deviation 1 in each band, over the valid frames of each utterance; 0 at padding. A band is constant, and becomes 0, if its deviation
    /// is within the rounding error of its mean, frames · ε · |mean|.
    /// </summary>
    private static Tensor Normalised(Tensor log, Tensor valid, Tensor lengths)
    {
        var count = lengths.reshape(-1, 1, 1);
        var mean = (log * valid).sum(1, keepdim: true) / count;
        var centred = (log - mean) * valid;
        var deviation = (centred.pow(Scalars.Two).sum(1, keepdim: true) / count).sqrt();
        return (centred / deviation.add(SmallestDeviation, Scalars.One)).masked_fill(deviation.le(mean.abs().mul(count).mul(MachineEpsilon)), Scalars.Zero);
    }
}
