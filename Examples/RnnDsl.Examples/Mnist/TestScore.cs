using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>Test loss and accuracy.</summary>
internal static class TestScore
{
    private const int BatchSize = 1_000;

    /// <summary>Evaluates all images; the ranks of a run share them.</summary>
    /// <param name="module">The network.</param>
    /// <param name="scores">Its scores of the digits, [batch, 10], of normalised images [batch, 28, 28].</param>
    /// <param name="images">The test images.</param>
    /// <param name="batchSize">The number of images in a batch.</param>
    /// <param name="ranks">The ranks; <c>null</c> for one process.</param>
    public static Evaluation Of(nn.Module module, Func<Tensor, Tensor> scores, LabelledImages images, int batchSize = BatchSize, ICommunicator? ranks = null)
    {
        var starts = Enumerable.Range(0, (images.Count + batchSize - 1) / batchSize).Select(batch => batch * batchSize);
        return Evaluation.Classification(module, starts, start =>
        {
            var (pixels, labels) = images.Batch(start, batchSize);
            return new(scores(MnistData.Normalised(pixels)), labels);
        }, communicator: ranks);
    }

    /// <summary>Prints the score after an epoch.</summary>
    public static void Print(TrainingReport report, long stepsPerEpoch, int epochs) => report.WriteLine(
        $"Epoch {Show.Count(report.Step / stepsPerEpoch)}/{Show.Count(epochs)}: test accuracy {Show.Percent(report.Accuracy!.Value)}, test loss {Show.Loss(report.ValidationLoss!.Value)}");
}
