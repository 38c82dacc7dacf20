using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Sound as a recogniser reads it: for each frame of some milliseconds the logarithm of the power in bands as wide as they are heard, over an utterance with mean 0
/// and deviation 1 in each band, or 0 in a band that does not change. How loud an utterance is leaves no trace.
/// </summary>
public sealed class LogMel : IDisposable
{
    /// <summary>The distance from 1 to the next number in single precision.</summary>
    private static readonly Scalar MachineEpsilon = 1.1920928955078125e-7;

    private static readonly Scalar SmallestPower = 1e-20;

    private static readonly Scalar SmallestDeviation = 1e-5;

    private readonly Tensor _window;
    private readonly Tensor _filters;

    /// <summary>Prepares the window and the filters.</summary>
    /// <param name="options">How; <c>null</c> is for speech at 8,000 samples a second.</param>
    /// <param name="device">Where to compute; <c>null</c> is the CPU.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or they do not go together (<see cref="MelScale.Filters"/>).</exception>
    public LogMel(LogMelOptions? options = null, Device? device = null)
    {
        Options = options ?? new();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Options.Hop, nameof(LogMelOptions.Hop));
        if (!(Options.DynamicRange > 0))
            throw new ArgumentOutOfRangeException(nameof(options), Options.DynamicRange, "The dynamic range is a number of decibels above 0.");
        var filters = MelScale.Filters(Options.Mels, Options.Window, Options.SampleRate, Options.LowestFrequency, Options.HighestFrequency ?? Options.SampleRate / 2d);

        // Both outlive the scope they are made in: their owner disposes them.
        _window = hann_window(Options.Window, device: device ?? CPU).DetachFromDisposeScope();
        _filters = tensor(filters, device: device ?? CPU).DetachFromDisposeScope();
    }

    /// <summary>How they are computed.</summary>
    public LogMelOptions Options { get; }

    /// <summary>How many frames an utterance has: as many windows as lie within it, and one where it is shorter than a window.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample.</exception>
    public int Frames(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        return 1 + (Math.Max(0, samples - Options.Window) / Options.Hop);
    }

    /// <summary>The features of utterances, each as if it were alone.</summary>
    /// <param name="utterances">[samples] of each.</param>
    /// <returns>Features [batch, frames, mels], zero behind the end of each, and int64 [batch], how many frames each has. They belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">There is no utterance, or one without a sample.</exception>
    public (Tensor Features, Tensor Lengths) Of(IReadOnlyList<float[]> utterances)
    {
        ArgumentNullException.ThrowIfNull(utterances);
        if (utterances.Count == 0)
            throw new ArgumentException("There is no utterance.", nameof(utterances));
        using var scope = NewDisposeScope();
        var frames = utterances.Select(utterance => (long)Frames(utterance.Length)).ToArray();
        var lengths = tensor(frames, device: _window.device);
        var power = Power(utterances);
        var mels = _filters.matmul(power).transpose(1, 2);                          // [batch, frames, mels]
        var real = Scalars.Range(mels.size(1), _window.device).lt(lengths.unsqueeze(1)).unsqueeze(2).to(ScalarType.Float32);
        var features = Normalised(Log(mels * real), real, lengths);
        return (features.MoveToOuterDisposeScope(), lengths.MoveToOuterDisposeScope());
    }

    /// <summary>Frees the window and the filters.</summary>
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

    /// <summary>The logarithm, of nothing less than the dynamic range allows.</summary>
    private Tensor Log(Tensor mels)
    {
        var loudest = mels.amax([1, 2], keepdim: true).clamp_min(SmallestPower);
        using Scalar least = Math.Pow(10, -Options.DynamicRange / 10);
        return maximum(mels / loudest, full_like(loudest, least)).log();
    }

    /// <summary>
    /// Mean 0 and deviation 1 in each band, over the real frames of each utterance; 0 behind them. A band whose deviation is within the rounding of its sum,
    /// frames · ε · |mean|, does not change, and is 0.
    /// </summary>
    private static Tensor Normalised(Tensor log, Tensor real, Tensor lengths)
    {
        var count = lengths.reshape(-1, 1, 1);
        var mean = (log * real).sum(1, keepdim: true) / count;
        var centred = (log - mean) * real;
        var deviation = (centred.pow(Scalars.Two).sum(1, keepdim: true) / count).sqrt();
        return (centred / deviation.add(SmallestDeviation, Scalars.One)).masked_fill(deviation.le(mean.abs().mul(count).mul(MachineEpsilon)), Scalars.Zero);
    }
}
