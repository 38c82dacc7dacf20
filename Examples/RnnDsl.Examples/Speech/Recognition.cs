using RnnDsl.Audio;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>The acoustic model with its feature extraction.</summary>
internal sealed class Recognition : IDisposable
{
    private const int BatchSize = 32;

    // Input features of the declared model, and the stride of its convolution.
    private const int Bands = 32;
    private const int FramesPerStep = 3;

    private readonly LogMel _features;

    public Recognition(int hidden, Device device)
    {
        Model = new(Digits.Labels, hidden, device);
        _features = new(new() { Mels = Bands }, device);
        Device = device;
    }

    public SpeechRecognizer Model { get; }

    public Device Device { get; }

    /// <summary>Options of the feature extraction.</summary>
    public LogMelOptions Options => _features.Options;

    /// <summary>Seconds per output frame.</summary>
    public double StepSeconds => (double)FramesPerStep * Options.Hop / Options.SampleRate;

    /// <summary>Centre of the first output frame, in seconds.</summary>
    public double FirstSeconds => Options.Window / 2.0 / Options.SampleRate;

    /// <summary>The CTC loss of strings, in nats per digit.</summary>
    /// <param name="strings">The strings with their labels.</param>
    /// <param name="masks">SpecAugment masks of the features; <c>null</c> for none.</param>
    /// <param name="random">Random numbers for the masks.</param>
    /// <returns>The tensor belongs to the enclosing dispose scope.</returns>
    public Tensor Loss(IReadOnlyList<DigitString> strings, SpecAugment? masks, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var (features, lengths) = Features([.. strings.Select(static one => one.Samples)]);
        if (masks is not null)
            features = masks.Apply(features, [.. strings.Select(one => (long)_features.Frames(one.Samples.Length))], random);
        var (targets, targetLengths) = Targets(strings);
        return Model.Loss(Model.call(features, lengths).Output, targets, targetLengths, lengths).MoveToOuterDisposeScope();
    }

    /// <summary>Log-probabilities of the classes at each frame.</summary>
    /// <param name="sounds">Waveforms, [samples] each.</param>
    /// <param name="progress">Title of a <see cref="ProgressLine"/>; <c>null</c> for none.</param>
    /// <returns>[frames, classes] for each waveform.</returns>
    public IReadOnlyList<double[,]> LogProbabilities(IEnumerable<float[]> sounds, string? progress = null)
    {
        using var noGrad = no_grad();
        return [.. ProgressLine.Over(progress, [.. sounds.Chunk(BatchSize)]).SelectMany(batch =>
        {
            using var scope = NewDisposeScope();
            var (features, lengths) = Features(batch);
            return CtcDecoder.LogProbabilities(Model.call(features, lengths).Output, Model.OutputLengths(lengths));
        })];
    }

    /// <summary>The features of waveforms, [batch, frames, mel bands], and the number of valid frames of each. Both belong to the enclosing dispose scope.</summary>
    public (Tensor Features, Tensor Lengths) Features(IReadOnlyList<float[]> sounds) => _features.Of(sounds);

    public void Dispose()
    {
        Model.Dispose();
        _features.Dispose();
    }

    /// <summary>The labels [batch, longest] and the number of labels of each string.</summary>
    private (Tensor Targets, Tensor Lengths) Targets(IReadOnlyList<DigitString> strings)
    {
        CheckLongEnough(strings);
        var labels = new long[strings.Count, strings.Max(static one => one.Labels.Length)];
        for (var row = 0; row < strings.Count; row++)
        {
            for (var place = 0; place < strings[row].Labels.Length; place++)
                labels[row, place] = strings[row].Labels[place];
        }
        return (tensor(labels, device: Device), tensor(strings.Select(static one => (long)one.Labels.Length).ToArray(), device: Device));
    }

    /// <summary>CTC needs at least as many frames as labels; the loss is infinite otherwise.</summary>
    private void CheckLongEnough(IReadOnlyList<DigitString> strings)
    {
        using var frames = tensor(strings.Select(one => (long)_features.Frames(one.Samples.Length)).ToArray());
        using var steps = Model.OutputLengths(frames);
        foreach (var (one, count) in strings.Zip(steps.data<long>()))
        {
            if (CtcPath.ShortestFor(one.Labels) > count)
                throw new UsageException($"The recordings of {one.Speaker} are too short: '{one.Text}' has {Show.Count(count)} frames of {1_000 * StepSeconds:0} ms, and CTC needs {CtcPath.ShortestFor(one.Labels)} for it.");
        }
    }
}
