using RnnDsl.Audio;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>The network with what lies before it: from sound to the probability of each digit over time.</summary>
internal sealed class Recognition : IDisposable
{
    private const int BatchSize = 32;

    // What the network is declared to read, and how many frames it makes one step of.
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

    /// <summary>How sound becomes features.</summary>
    public LogMelOptions Options => _features.Options;

    /// <summary>Seconds from one step of the output to the next.</summary>
    public double StepSeconds => (double)FramesPerStep * Options.Hop / Options.SampleRate;

    /// <summary>The middle of the first step, in seconds.</summary>
    public double FirstSeconds => Options.Window / 2.0 / Options.SampleRate;

    /// <summary>The CTC loss of strings, in nats per digit.</summary>
    /// <param name="strings">What was said.</param>
    /// <param name="masks">What is hidden of the features; <c>null</c> hides nothing.</param>
    /// <param name="random">Where the masks come from.</param>
    /// <returns>It belongs to the enclosing dispose scope.</returns>
    public Tensor Loss(IReadOnlyList<DigitString> strings, SpecAugment? masks, RandomSource random)
    {
        using var scope = NewDisposeScope();
        var (features, lengths) = Features([.. strings.Select(static one => one.Samples)]);
        if (masks is not null)
            features = masks.Apply(features, [.. strings.Select(one => (long)_features.Frames(one.Samples.Length))], random);
        var (targets, targetLengths) = Targets(strings);
        return Model.Loss(Model.call(features, lengths).Output, targets, targetLengths, lengths).MoveToOuterDisposeScope();
    }

    /// <summary>The logarithm of the probability of each class at each step.</summary>
    /// <param name="sounds">[samples] of each.</param>
    /// <returns>For each [steps, classes].</returns>
    public IReadOnlyList<double[,]> LogProbabilities(IEnumerable<float[]> sounds)
    {
        using var quiet = no_grad();
        return [.. sounds.Chunk(BatchSize).SelectMany(batch =>
        {
            using var scope = NewDisposeScope();
            var (features, lengths) = Features(batch);
            return CtcDecoder.LogProbabilities(Model.call(features, lengths).Output, Model.OutputLengths(lengths));
        })];
    }

    /// <summary>The features of sounds, [batch, frames, bands], and how many frames each has. Both belong to the enclosing dispose scope.</summary>
    public (Tensor Features, Tensor Lengths) Features(IReadOnlyList<float[]> sounds) => _features.Of(sounds);

    public void Dispose()
    {
        Model.Dispose();
        _features.Dispose();
    }

    /// <summary>The labels [batch, longest] and how many each string has.</summary>
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

    /// <summary>With fewer steps than labels no alignment is possible, and the loss would be infinite.</summary>
    private void CheckLongEnough(IReadOnlyList<DigitString> strings)
    {
        using var frames = tensor(strings.Select(one => (long)_features.Frames(one.Samples.Length)).ToArray());
        using var steps = Model.OutputLengths(frames);
        foreach (var (one, count) in strings.Zip(steps.data<long>()))
        {
            if (CtcPath.ShortestFor(one.Labels) > count)
                throw new UsageException($"The recordings of {one.Speaker} are too short: '{one.Text}' takes {Show.Count(count)} steps of {1_000 * StepSeconds:0} ms, and CTC needs {CtcPath.ShortestFor(one.Labels)} for it.");
        }
    }
}
