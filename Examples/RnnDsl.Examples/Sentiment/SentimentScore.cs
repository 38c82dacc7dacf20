using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Loss and accuracy of a sentiment classifier.</summary>
internal static class SentimentScore
{
    private const int Batch = 250;

    /// <summary>Mean cross-entropy and accuracy. The module is in evaluation mode and gradients are off.</summary>
    public static Evaluation Of(SentimentClassifier model, LabelledSequences reviews)
    {
        var (loss, right) = (0d, 0L);
        foreach (var numbers in reviews.ByLength(Batch))
        {
            using var scope = NewDisposeScope();
            var batch = reviews.Batch(numbers);
            var scores = model.call(batch.Tokens, batch.Lengths);
            loss += numbers.Length * (double)model.Loss(scores, batch.Labels).item<float>();
            right += scores.argmax(1).eq(batch.Labels).sum().item<long>();
        }
        return new Evaluation(loss / reviews.Count, (double)right / reviews.Count);
    }
}
