using System.Text;

namespace RnnDsl.Data;

/// <summary>A split of sentence pairs into a training split and a held-out split, with no sentence in both.</summary>
/// <param name="Training">The training pairs, in their original order.</param>
/// <param name="HeldOut">The held-out source sentences, each once with all its translations.</param>
/// <remarks>
/// A sentence has several translations, and these have others again, so a split by single pairs would leak held-out sentences into
/// training. Pairs that are connected through either side therefore stay together. Sentences are equal if their words are equal,
/// in lower case and without punctuation.
/// </remarks>
public sealed record SentencePairSplit(IReadOnlyList<SentencePair> Training, IReadOnlyList<SentenceWithReferences> HeldOut)
{
    /// <summary>Samples the held-out sentences. For a second held-out set, split <see cref="Training"/> again.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="heldOut">The number of held-out source sentences.</param>
    /// <param name="seed">The seed: the same pairs and seed give the same split on every machine.</param>
    /// <exception cref="ArgumentException">There are not more source sentences than that, or their connected groups do not allow this number.</exception>
    public static SentencePairSplit Create(IReadOnlyList<SentencePair> pairs, int heldOut, long seed)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(heldOut);

        var sources = Numbered(pairs.Select(static pair => pair.Source));
        var targets = Numbered(pairs.Select(static pair => pair.Target));
        var groups = Groups(sources, targets);
        var sizes = groups.Zip(sources).Distinct().CountBy(static entry => entry.First).ToDictionary();

        // Groups that are too large for the rest are skipped, so that the number is exact.
        var order = sizes.Keys.Order().ToArray();
        new RandomSource(seed).Shuffle(order.AsSpan());
        var (selected, left) = (new HashSet<int>(), heldOut);
        foreach (var group in order)
        {
            if (sizes[group] <= left && selected.Add(group))
                left -= sizes[group];
        }

        var training = pairs.Where((_, i) => !selected.Contains(groups[i])).ToList();
        if (left > 0 || training.Count == 0)
        {
            throw new ArgumentException(
                $"{heldOut.Invariant()} source sentences cannot be held out: there are {sizes.Values.Sum().Invariant()}, in {order.Length.Invariant()} connected groups, and some must remain for training.",
                nameof(heldOut));
        }

        var sentences = pairs
            .Select((pair, i) => (Pair: pair, Source: sources[i], Group: groups[i]))
            .Where(entry => selected.Contains(entry.Group))
            .GroupBy(static entry => entry.Source)
            .Select(static entries => new SentenceWithReferences(entries.First().Pair.Source, [.. entries.Select(static entry => entry.Pair.Target).Distinct(StringComparer.Ordinal)]));
        return new SentencePairSplit(training, [.. sentences]);
    }

    /// <summary>Sentences as integers, equal for equal words.</summary>
    private static int[] Numbered(IEnumerable<string> sentences)
    {
        var tokenizer = new WordTokenizer();
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. sentences.Select(sentence =>
        {
            var key = SentenceKey.Of(tokenizer.Split(sentence));
            if (!numbers.TryGetValue(key, out var number))
                numbers.Add(key, number = numbers.Count);
            return number;
        })];
    }

    /// <summary>The connected group of each pair: sources are joined through their targets (union-find with path halving).</summary>
    private static int[] Groups(int[] sources, int[] targets)
    {
        var parents = Enumerable.Range(0, sources.Append(-1).Max() + 1).ToArray();
        var firstSource = new Dictionary<int, int>();
        for (var i = 0; i < sources.Length; i++)
        {
            if (!firstSource.TryAdd(targets[i], sources[i]))
                parents[Root(sources[i])] = Root(firstSource[targets[i]]);
        }

        return Array.ConvertAll(sources, Root);

        int Root(int source)
        {
            while (parents[source] != source)
                source = parents[source] = parents[parents[source]];
            return source;
        }
    }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Training), Training), (nameof(HeldOut), HeldOut));
}
