using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Sentiment;

/// <summary>
/// The baseline: logistic regression over unigrams and bigrams (S. Wang and C. Manning, "Baselines and Bigrams: Simple, Good Sentiment and Topic
/// Classification", ACL 2012, on the same data).
/// </summary>
internal static class BagOfWords
{
    private static readonly double[] Penalties = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6];

    /// <summary>Trains with each penalty, selects the best one on the validation reviews, and evaluates it on the test reviews.</summary>
    public static BaselineScore Evaluate(FoldReviews fold)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var feature in fold.Training.SelectMany(static review => Features(review.Words)))
            numbers.TryAdd(feature, numbers.Count + 1);

        List<int[]> rows = [.. fold.Training.Select(Row)];
        List<bool> labels = [.. fold.Training.Select(static review => review.Label == Sentiments.Positive)];
        var fitted = ProgressLine.Over("Fitting the bag-of-words baseline", Penalties)
            .Select(penalty => (Penalty: penalty, Model: LogisticRegression.Fit(rows, labels, numbers.Count + 1, penalty)))
            .MaxBy(entry => Accuracy(entry.Model, fold.Validation));
        return new(Accuracy(fitted.Model, fold.Test), Accuracy(fitted.Model, fold.Validation), fitted.Penalty, numbers.Count);

        int[] Row(Review review) => [.. Features(review.Words).Distinct().Select(feature => numbers.GetValueOrDefault(feature)).Where(static number => number > 0)];

        double Accuracy(LogisticRegression model, IReadOnlyList<Review> reviews) =>
            (double)reviews.Count(review => model.Score(Row(review)) > 0 == (review.Label == Sentiments.Positive)) / reviews.Count;
    }

    private static IEnumerable<string> Features(IReadOnlyList<string> words) =>
        words.Concat(words.Zip(words.Skip(1), static (left, right) => $"{left} {right}"));
}

/// <summary>Accuracy of the baseline.</summary>
/// <param name="TestAccuracy">Test accuracy from 0 to 1.</param>
/// <param name="ValidationAccuracy">Validation accuracy from 0 to 1, which selects the penalty.</param>
/// <param name="Penalty">The selected penalty.</param>
/// <param name="Features">The number of unigrams and bigrams.</param>
internal sealed record BaselineScore(double TestAccuracy, double ValidationAccuracy, double Penalty, int Features)
{
    public override string ToString() => FormattableString.Invariant(
        $"Bag of words: {Show.Percent(TestAccuracy)} of the test reviews ({Show.Percent(ValidationAccuracy)} of validation), {Features:N0} unigrams and bigrams, penalty {Penalty}");
}
