using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>Validation loss over the whole text with carried state.</summary>
internal static class ValidationLoss
{
    // Parallel streams are faster than one. Their few initial zero states do not affect the mean.
    private const int Streams = 8;
    private const int Window = 500;

    /// <summary>Loss in nats per token. The module is in evaluation mode and gradients are off.</summary>
    public static double Of(LanguageModel model, TokenSequence text)
    {
        using var scope = NewDisposeScope();
        var streams = text.Streams((int)Math.Min(Streams, text.Length - 1), Window);
        var sum = zeros(1, ScalarType.Float64, model.Module.parameters().First().device);
        using var reader = model.Reader(streams.BatchSize);
        var first = true;
        foreach (var batch in streams)
        {
            using var inner = NewDisposeScope();
            var scores = reader.Read(batch.Inputs, first);
            sum.add_(nn.functional.cross_entropy(scores.flatten(0, 1), batch.Targets.flatten(), reduction: nn.Reduction.Sum));
            first = false;
        }
        return sum.item<double>() / streams.Predictions;
    }
}
