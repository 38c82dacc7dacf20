using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>How good a network is on canvases that it has not seen.</summary>
internal static class CaptionScore
{
    private const int Batch = 250;

    /// <summary>The loss, in nats per word, and the share of captions that are right from beginning to end. The module is in evaluation mode and gradients are off.</summary>
    public static Evaluation Of(CaptionModel model, IReadOnlyList<Canvas> canvases, Device device) =>
        new(Loss(model, canvases, device), ExactMatch(canvases, model.Caption(canvases.Select(static canvas => canvas.Pixels), CaptionModel.Greedy, device)));

    /// <summary>In nats per word, the end of each caption among them. The module is in evaluation mode and gradients are off.</summary>
    public static double Loss(CaptionModel model, IEnumerable<Canvas> canvases, Device device)
    {
        var (sum, words) = (0d, 0L);
        foreach (var some in canvases.Chunk(Batch))
        {
            using var scope = NewDisposeScope();
            var batch = CanvasBatch.Of(some, device);
            var count = batch.Lengths.sum().item<long>();
            sum += count * (double)model.Loss(batch).item<float>();
            words += count;
        }
        return sum / words;
    }

    /// <summary>From 0 to 1.</summary>
    public static double ExactMatch(IEnumerable<Canvas> canvases, IEnumerable<Hypothesis> captions) => Metrics.ExactMatch.Fraction(
        [.. captions.Select(static caption => Captions.Text(WordsOf(caption)))],
        [.. canvases.Select(static canvas => new[] { Captions.Text(canvas.Words) })]);

    /// <summary>What was written, in words.</summary>
    public static string[] WordsOf(Hypothesis caption) => Captions.Vocabulary.Decode([.. caption.Tokens]);
}
