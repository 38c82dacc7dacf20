namespace RnnDsl.Metrics;

/// <summary>
/// The area under the receiver operating characteristic (ROC AUC): the probability that a random positive example has a higher score than a random negative one, where
/// equal scores count one half (J. Hanley and B. McNeil, "The Meaning and Use of the Area under a ROC Curve", 1982).
/// </summary>
public static class RocAuc
{
    /// <summary>The area of a binary classifier. Only the order of the scores matters: they may be probabilities, log-probabilities or logits.</summary>
    /// <param name="scores">The score of the positive class for each example; higher means positive.</param>
    /// <param name="positive">Whether each example is positive.</param>
    /// <returns>From 0 to 1; 0.5 for scores that say nothing. NaN if all examples are positive or all are negative: the area is then undefined.</returns>
    /// <exception cref="ArgumentException">The numbers of scores and labels differ, or a score is NaN.</exception>
    public static double Binary(ReadOnlySpan<double> scores, ReadOnlySpan<bool> positive)
    {
        if (scores.Length != positive.Length)
            throw new ArgumentException($"There are {scores.Length.Invariant()} scores and {positive.Length.Invariant()} labels.", nameof(positive));
        if (scores.IndexOf(double.NaN) is >= 0 and var missing)
            throw new ArgumentException($"Score {missing.Invariant()} (counted from 0) is NaN.", nameof(scores));

        var (sorted, labels) = (scores.ToArray(), positive.ToArray());
        Array.Sort(sorted, labels);
        var positives = (double)labels.LongCount(static label => label);
        var negatives = sorted.Length - positives;

        // The Mann–Whitney statistic U: pairs of a positive and a negative example in the right order, with one half for ties.
        var (pairs, below) = (0.0, 0.0);
        for (var start = 0; start < sorted.Length;)
        {
            var (end, tiedPositives) = (start, 0);
            for (; end < sorted.Length && sorted[end] == sorted[start]; end++)
                tiedPositives += labels[end] ? 1 : 0;
            var tiedNegatives = end - start - tiedPositives;
            pairs += tiedPositives * (below + (tiedNegatives / 2.0));
            below += tiedNegatives;
            start = end;
        }
        return pairs / (positives * negatives);
    }
}
