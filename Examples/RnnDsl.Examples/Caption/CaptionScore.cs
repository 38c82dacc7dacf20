using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>Scores of a captioning model.</summary>
internal static class CaptionScore
{
    private const int Batch = 250;

    /// <summary>Cross-entropy in nats per word, and exact match of greedy decoding. The module is in evaluation mode and gradients are off.</summary>
    public static Evaluation Of(CaptionModel model, IReadOnlyList<Canvas> canvases, Device device) =>
        new(Loss(model, canvases, device), ExactMatch(canvases, model.Caption(canvases.Select(static canvas => canvas.Pixels), CaptionModel.Greedy, device)));

    /// <summary>Cross-entropy in nats per word, end tokens included.</summary>
    public static double Loss(CaptionModel model, IEnumerable<Canvas> canvases, Device device) => Evaluation.Mean(model.Module, canvases.Chunk(Batch), some =>
    {
        var batch = CanvasBatch.Of(some, device);
        return new(model.Loss(batch), batch.Lengths);
    }).Loss;

    /// <summary>Exact match from 0 to 1.</summary>
    public static double ExactMatch(IEnumerable<Canvas> canvases, IEnumerable<Hypothesis> captions) => Metrics.ExactMatch.Fraction(
        [.. captions.Select(static caption => Captions.Text(WordsOf(caption)))],
        [.. canvases.Select(static canvas => new[] { Captions.Text(canvas.Words) })]);

    /// <summary>The words of a hypothesis.</summary>
    public static string[] WordsOf(Hypothesis caption) => Captions.Vocabulary.Decode([.. caption.Tokens]);
}
