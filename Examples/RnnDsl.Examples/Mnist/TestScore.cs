using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>Test loss and accuracy.</summary>
internal static class TestScore
{
    private const int BatchSize = 1_000;

    /// <summary>Evaluates all images. The module is in evaluation mode and gradients are off.</summary>
    public static Evaluation Of(ImageLstm model, LabelledImages images)
    {
        using var scope = NewDisposeScope();
        var loss = zeros(1, ScalarType.Float64, model.Fc.weight.device);
        var right = zeros(1, ScalarType.Int64, model.Fc.weight.device);
        for (var start = 0; start < images.Count; start += BatchSize)
        {
            using var inner = NewDisposeScope();
            var (pixels, labels) = images.Batch(start, BatchSize);
            var scores = model.call(MnistData.Normalised(pixels));
            loss.add_(nn.functional.cross_entropy(scores, labels, reduction: nn.Reduction.Sum));
            right.add_(scores.argmax(1).eq(labels).sum());
        }
        return new Evaluation(loss.item<double>() / images.Count, (double)right.item<long>() / images.Count);
    }
}
