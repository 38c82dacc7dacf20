using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>
/// The baseline: logistic regression on the mean features of each digit, with the segmentation given. It can confuse digits, but cannot delete or
/// insert one.
/// </summary>
internal sealed class AverageBaseline : IDisposable
{
    private const long Seed = 1;
    private const int TrainingStrings = 1_000;
    private const int BatchSize = 50;
    private const int Steps = 400;
    private const double LearningRate = 0.05;

    private readonly Linear _linear;
    private readonly Recognition _recognition;

    /// <summary>Trains on strings that are the same in every run.</summary>
    public AverageBaseline(DigitStringGenerator training, Recognition recognition)
    {
        _recognition = recognition;
        manual_seed(Seed);
        _linear = nn.Linear(recognition.Options.Mels, Digits.Count, device: recognition.Device);

        using var scope = NewDisposeScope();
        var strings = training.Generate(TrainingStrings, Seed);
        var means = Means(strings);
        var digits = tensor(strings.SelectMany(static one => one.Labels).Select(static label => label - 1L).ToArray(), device: recognition.Device);
        using var optimizer = optim.Adam(_linear.parameters(), LearningRate);
        for (var step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(_linear.call(means), digits).backward();
            optimizer.step();
        }
    }

    /// <summary>The labels of each string, one per digit.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Recognise(IReadOnlyList<DigitString> strings)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var all = new Queue<long>(_linear.call(Means(strings)).argmax(1).cpu().data<long>().ToArray());
        return [.. strings.Select(one => (int[])[.. one.Labels.Select(_ => Digits.Label((int)all.Dequeue()))])];
    }

    public void Dispose() => _linear.Dispose();

    /// <summary>[digits, mel bands]: the mean features of each digit of each string.</summary>
    private Tensor Means(IEnumerable<DigitString> strings)
    {
        using var scope = NewDisposeScope();
        var means = strings.Chunk(BatchSize).SelectMany(batch =>
        {
            var (features, lengths) = _recognition.Features([.. batch.Select(static one => one.Samples)]);
            return batch.SelectMany((one, row) => one.Spans.Select(span => Mean(features[row], span, lengths[row].item<long>()))).ToList();
        });
        return stack(means).MoveToOuterDisposeScope();
    }

    /// <summary>The mean over frames whose centre is inside the digit.</summary>
    private Tensor Mean(Tensor features, (int Start, int End) span, long frames)
    {
        var options = _recognition.Options;
        var first = Math.Clamp((span.Start - (options.Window / 2) + options.Hop - 1) / options.Hop, 0, frames - 1);
        var last = Math.Clamp((span.End - (options.Window / 2)) / options.Hop, first, frames - 1);
        return features.narrow(0, first, last - first + 1).mean([0]);
    }
}
