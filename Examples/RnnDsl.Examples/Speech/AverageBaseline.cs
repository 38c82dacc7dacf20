using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>
/// What the network must beat: a logistic regression that is told where each digit begins and ends, and knows the mean of its features, but nothing of
/// their order. It can confuse digits; it cannot miss one or hear one too many.
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

    /// <summary>Learns from strings that are the same in every run.</summary>
    public AverageBaseline(StringMaker training, Recognition recognition)
    {
        _recognition = recognition;
        manual_seed(Seed);
        _linear = nn.Linear(recognition.Options.Mels, Digits.Count, device: recognition.Device);

        using var scope = NewDisposeScope();
        var strings = training.DrawSome(TrainingStrings, Seed);
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

    /// <summary>The labels of each string, one for each digit that was said.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Recognise(IReadOnlyList<DigitString> strings)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var all = new Queue<long>(_linear.call(Means(strings)).argmax(1).cpu().data<long>().ToArray());
        return [.. strings.Select(one => (int[])[.. one.Labels.Select(_ => Digits.Label((int)all.Dequeue()))])];
    }

    public void Dispose() => _linear.Dispose();

    /// <summary>[digits, bands]: for each digit of each string the mean over its frames.</summary>
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

    /// <summary>Over the frames whose middle lies within a digit.</summary>
    private Tensor Mean(Tensor features, (int Start, int End) span, long frames)
    {
        var options = _recognition.Options;
        var first = Math.Clamp((span.Start - (options.Window / 2) + options.Hop - 1) / options.Hop, 0, frames - 1);
        var last = Math.Clamp((span.End - (options.Window / 2)) / options.Hop, first, frames - 1);
        return features.narrow(0, first, last - first + 1).mean([0]);
    }
}
