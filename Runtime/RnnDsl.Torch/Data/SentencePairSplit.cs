namespace RnnDsl.Torch;

/// <summary>Pairs to learn from, and sentences held out to judge by, of which no side was seen in training.</summary>
/// <param name="Training">The pairs to learn from, in the order they had.</param>
/// <param name="HeldOut">The sentences to judge by, each once with all its translations.</param>
/// <remarks>
/// A sentence has several translations, and these again others, so that pairs drawn one by one would bring much of what is held out into
/// training. Pairs that are connected through either side therefore stay together. Two sentences count as the same when their words are, read
/// in small letters and without punctuation.
/// </remarks>
public sealed record SentencePairSplit(IReadOnlyList<SentencePair> Training, IReadOnlyList<HeldOutSentence> HeldOut)
{
    /// <summary>Draws what is held out. For a second set held out, split <see cref="Training"/> once more.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="heldOut">How many source sentences are held out.</param>
    /// <param name="seed">What is drawn: the same pairs and seed give the same split on every machine.</param>
    /// <exception cref="ArgumentException">The pairs do not have so many source sentences with some to spare, or hang together so that no such number can be drawn.</exception>
    public static SentencePairSplit Draw(IReadOnlyList<SentencePair> pairs, int heldOut, long seed)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfNegative(heldOut);

        var sources = Numbered(pairs.Select(static pair => pair.Source));
        var targets = Numbered(pairs.Select(static pair => pair.Target));
        var groups = Groups(sources, targets);
        var sizes = groups.Zip(sources).Distinct().CountBy(static entry => entry.First).ToDictionary();

        // Groups that no longer fit are passed over, so that the number is met exactly.
        var order = sizes.Keys.Order().ToArray();
        new RandomSource(seed).Shuffle(order.AsSpan());
        var (drawn, left) = (new HashSet<int>(), heldOut);
        foreach (var group in order)
        {
            if (sizes[group] <= left && drawn.Add(group))
                left -= sizes[group];
        }

        var training = pairs.Where((_, i) => !drawn.Contains(groups[i])).ToList();
        if (left > 0 || training.Count == 0)
        {
            throw new ArgumentException(
                $"{heldOut.Invariant()} source sentences cannot be held out: there are {sizes.Values.Sum().Invariant()}, in {order.Length.Invariant()} groups that hang together, and some must be left to learn from.",
                nameof(heldOut));
        }

        var sentences = pairs
            .Select((pair, i) => (Pair: pair, Source: sources[i], Group: groups[i]))
            .Where(entry => drawn.Contains(entry.Group))
            .GroupBy(static entry => entry.Source)
            .Select(static entries => new HeldOutSentence(entries.First().Pair.Source, [.. entries.Select(static entry => entry.Pair.Target).Distinct(StringComparer.Ordinal)]));
        return new SentencePairSplit(training, [.. sentences]);
    }

    /// <summary>Sentences as numbers, equal for the same words.</summary>
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

    /// <summary>The group of each pair: sources are joined through their targets (union and find, with halved paths).</summary>
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
}
