using System.Globalization;
using System.Runtime.InteropServices;

namespace RnnDsl.Metrics;

/// <summary>
/// BLEU, the fraction of a translation's n-grams that are in its references: K. Papineni, S. Roukos, T. Ward and W.-J. Zhu, "BLEU: a
/// Method for Automatic Evaluation of Machine Translation", ACL 2002. Computed as in sacrebleu: M. Post, "A Call for Clarity in Reporting BLEU
/// Scores", WMT 2018.
/// </summary>
public static class Bleu
{
    private const int LongestSequence = 4;

    /// <summary>The corpus score: matches are summed over all sentences before the division.</summary>
    /// <param name="hypotheses">The translations.</param>
    /// <param name="references">One or more references for each translation; empty ones do not count.</param>
    /// <param name="options">The options; <c>null</c>: sacrebleu's default.</param>
    /// <exception cref="ArgumentException">There is no translation, the numbers of translations and references differ, or one has no reference.</exception>
    public static BleuScore Corpus(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, BleuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(references);
        if (hypotheses.Count == 0)
            throw new ArgumentException("There is no translation to score.", nameof(hypotheses));
        if (hypotheses.Count != references.Count)
            throw new ArgumentException($"There are {hypotheses.Count.Invariant()} translations and references of {references.Count.Invariant()}.", nameof(references));

        var statistics = new Statistics();
        for (var i = 0; i < hypotheses.Count; i++)
            statistics.Add(hypotheses[i], references[i], i, options ?? new BleuOptions());
        return statistics.Score(options ?? new BleuOptions(), shorten: false);
    }

    /// <summary>
    /// The score of one sentence. N-grams longer than the sentence do not count, sacrebleu's <c>effective_order</c>; the mean over sentences is
    /// not the corpus score.
    /// </summary>
    /// <param name="hypothesis">The translation.</param>
    /// <param name="references">One or more references.</param>
    /// <param name="options">The options; <c>null</c>: sacrebleu's default.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public static BleuScore Sentence(string hypothesis, IReadOnlyList<string> references, BleuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        ArgumentNullException.ThrowIfNull(references);
        var statistics = new Statistics();
        statistics.Add(hypothesis, references, 0, options ?? new BleuOptions());
        return statistics.Score(options ?? new BleuOptions(), shorten: true);
    }

    /// <summary>The statistics that are summed over sentences.</summary>
    private sealed class Statistics
    {
        private readonly long[] _matches = new long[LongestSequence];
        private readonly long[] _totals = new long[LongestSequence];
        private long _hypothesisLength;
        private long _referenceLength;

        public void Add(string hypothesis, IReadOnlyList<string> references, int sentence, BleuOptions options)
        {
            var words = Words(hypothesis, options);
            var counts = Counts(words);
            var allowed = new Dictionary<string, int>(StringComparer.Ordinal);
            var nearest = -1;
            foreach (var reference in references)
            {
                if (string.IsNullOrEmpty(reference))
                    continue;
                var right = Words(reference, options);

                // Of two references with equal distance in length, the shorter.
                if (nearest < 0 || (Math.Abs(right.Length - words.Length), right.Length).CompareTo((Math.Abs(nearest - words.Length), nearest)) < 0)
                    nearest = right.Length;
                foreach (var (sequence, (_, count)) in Counts(right))
                {
                    ref var most = ref CollectionsMarshal.GetValueRefOrAddDefault(allowed, sequence, out _);
                    most = Math.Max(most, count);
                }
            }

            if (nearest < 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Translation {sentence} (counted from 0) has no reference."), nameof(references));

            _hypothesisLength += words.Length;
            _referenceLength += nearest;
            foreach (var (sequence, (length, count)) in counts)
            {
                _totals[length - 1] += count;
                _matches[length - 1] += Math.Min(count, allowed.GetValueOrDefault(sequence));
            }
        }

        public BleuScore Score(BleuOptions options, bool shorten)
        {
            var penalty = _hypothesisLength >= _referenceLength ? 1 : _hypothesisLength == 0 ? 0 : Math.Exp(1 - ((double)_referenceLength / _hypothesisLength));
            var precisions = new double[LongestSequence];
            var (smoothing, counted) = (1.0, LongestSequence);
            if (_matches.Any(static matches => matches > 0))
            {
                for (var n = 0; n < LongestSequence && _totals[n] > 0; n++)
                {
                    counted = shorten ? n + 1 : LongestSequence;
                    if (_matches[n] == 0 && options.Smoothing)
                        smoothing /= 2;
                    precisions[n] = 100 * (_matches[n] == 0 ? (options.Smoothing ? smoothing : 0) : _matches[n]) / _totals[n];
                }
            }

            // A precision of 0 has the logarithm −∞ and makes the geometric mean 0.
            var score = penalty * Math.Exp(precisions.Take(counted).Average(Math.Log));
            return new BleuScore(score, _matches, _totals, precisions, penalty, _hypothesisLength, _referenceLength);
        }

        private static string[] Words(string text, BleuOptions options) => BleuWords.Split(options.LowerCase ? text.ToLowerInvariant() : text, options.Tokenizer);

        /// <summary>All n-grams of up to four words: the words joined by spaces, the length and the count.</summary>
        private static Dictionary<string, (int Length, int Count)> Counts(string[] words)
        {
            var counts = new Dictionary<string, (int Length, int Count)>(StringComparer.Ordinal);
            for (var length = 1; length <= LongestSequence; length++)
            {
                for (var start = 0; start + length <= words.Length; start++)
                {
                    ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, string.Join(' ', words, start, length), out _);
                    entry = (length, entry.Count + 1);
                }
            }

            return counts;
        }
    }
}
