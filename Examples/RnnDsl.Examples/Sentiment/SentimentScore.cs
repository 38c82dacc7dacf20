namespace RnnDsl.Examples.Sentiment;

/// <summary>Loss and accuracy of a sentiment classifier.</summary>
internal static class SentimentScore
{
    private const int Batch = 250;

    /// <summary>Mean cross-entropy and accuracy.</summary>
    public static Evaluation Of(SentimentClassifier model, LabelledSequences reviews) =>
        Evaluation.Classification(model, reviews.Batches(Batch), batch => new(model.call(batch.Tokens, batch.Lengths), batch.Labels));
}
