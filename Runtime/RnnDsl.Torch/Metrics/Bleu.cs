using System.Globalization;
using System.Runtime.InteropServices;

namespace RnnDsl.Torch;

/// <summary>
/// BLEU, the share of a translation's word sequences that are found in its references: K. Papineni, S. Roukos, T. Ward and W.-J. Zhu, "BLEU: a
/// Method for Automatic Evaluation of Machine Translation", ACL 2002. Computed as sacrebleu does: M. Post, "A Call for Clarity in Reporting BLEU
/// Scores", WMT 2018.
/// </summary>
public static class Bleu
{
    private const int LongestSequence = 4;

    /// <summary>The score of a whole set of translations: matches are summed over all sentences before anything is divided.</summary>
    /// <param name="hypotheses">The translations.</param>
    /// <param name="references">For each translation one or several right ones; empty texts among them do not count.</param>
    /// <param name="options">How; <c>null</c> is sacrebleu's default.</param>
    /// <exception cref="ArgumentException">There is no translation, their number and that of the references differ, or a translation has no reference.</exception>
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
    /// The score of one sentence. Sequences longer than the sentence do not count, sacrebleu's <c>effective_order</c>; the mean over sentences is
    /// not the score of the set.
    /// </summary>
    /// <param name="hypothesis">The translation.</param>
    /// <param name="references">One or several right ones.</param>
    /// <param name="options">How; <c>null</c> is sacrebleu's default.</param>
    /// <exception cref="ArgumentException">There is no reference.</exception>
    public static BleuScore Sentence(string hypothesis, IReadOnlyList<string> references, BleuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(hypothesis);
        ArgumentNullException.ThrowIfNull(references);
        var statistics = new Statistics();
        statistics.Add(hypothesis, references, 0, options ?? new BleuOptions());
        return statistics.Score(options ?? new BleuOptions(), shorten: true);
    }

    /// <summary>What is summed over sentences.</summary>
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

                // Of two that are equally near, the shorter.
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

            // A precision of zero makes the mean zero, as its logarithm is minus infinity.
            var score = penalty * Math.Exp(precisions.Take(counted).Average(Math.Log));
            return new BleuScore(score, _matches, _totals, precisions, penalty, _hypothesisLength, _referenceLength);
        }

        private static string[] Words(string text, BleuOptions options) => BleuWords.Split(options.LowerCase ? text.ToLowerInvariant() : text, options.Tokenizer);

        /// <summary>Every sequence of up to four words, as its words with spaces between; its length; how often it comes.</summary>
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
