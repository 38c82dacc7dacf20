using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>The loss on text the model has not seen, read from beginning to end with the state carried along.</summary>
internal static class HeldOutLoss
{
    // Streams side by side cost less than one alone; each begins without a state, which so few do not show in the mean.
    private const int Streams = 8;
    private const int Window = 500;

    /// <summary>Nats per token. The module is in evaluation mode and gradients are off.</summary>
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
