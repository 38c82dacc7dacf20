using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>The reviews of a fold as tokens. The vocabulary is learned from the training reviews.</summary>
internal sealed class FoldTokens
{
    public FoldTokens(FoldReviews reviews, int minimumFrequency, Device device)
    {
        Vocabulary = WordVocabulary.FromSentences(reviews.Training.Select(static review => review.Words), minimumFrequency);
        Training = Encode(reviews.Training);
        Validation = Encode(reviews.Validation);
        Test = Encode(reviews.Test);
        Unknown = UnknownTokens.Count(Vocabulary, reviews.Test.Select(static review => review.Words));

        LabelledSequences Encode(IEnumerable<Review> from) => new(from.Select(review => (Vocabulary.Encode(review.Words), (long)review.Label)), device);
    }

    public WordVocabulary Vocabulary { get; }

    public LabelledSequences Training { get; }

    public LabelledSequences Validation { get; }

    public LabelledSequences Test { get; }

    /// <summary>Unknown words of the test reviews.</summary>
    public UnknownTokens Unknown { get; }
}
