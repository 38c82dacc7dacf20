using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>Validation loss over the whole text with carried state.</summary>
internal static class ValidationLoss
{
    // Parallel streams are faster than one. Their few initial zero states do not affect the mean.
    private const int Streams = 8;
    private const int Window = 500;

    /// <summary>Loss in nats per token.</summary>
    public static double Of(LanguageModel model, TokenSequence text)
    {
        var streams = text.Streams((int)Math.Min(Streams, text.Length - 1), Window);
        using var reader = model.Reader(streams.BatchSize);
        var first = true;
        return Evaluation.Mean(model.Module, streams, batch =>
        {
            var scores = reader.Read(batch.Inputs, first);
            first = false;
            return new(nn.functional.cross_entropy(scores.flatten(0, 1), batch.Targets.flatten()), batch.Targets.numel());
        }).Loss;
    }
}
