namespace RnnDsl.Text;

/// <summary>
/// An n-gram language model of labels with the interpolation of I. Witten and T. Bell, "The
/// Zero-Frequency Problem", 1991. The more different labels follow a context, or if it is unseen, the more weight the shorter context gets; the
/// lowest order is uniform over all labels.
/// </summary>
public sealed class NGramModel : ILabelLanguageModel
{
    /// <summary>The pseudo-label before the first label and after the last.</summary>
    private const int Edge = -1;

    private readonly int _order;
    private readonly int _choices;
    private readonly Dictionary<string, Dictionary<int, int>> _followers = new(StringComparer.Ordinal);

    /// <summary>Counts the n-grams of texts.</summary>
    /// <param name="texts">The labels of each text.</param>
    /// <param name="labels">The number of possible labels.</param>
    /// <param name="order">The n of the n-grams: the next label and the n − 1 labels before it.</param>
    /// <exception cref="ArgumentException">The texts have more different labels than possible.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not above 0, or a label is negative.</exception>
    public NGramModel(IEnumerable<IReadOnlyList<int>> texts, int labels, int order)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        (_order, _choices) = (order, labels + 1);
        var (different, number) = (new HashSet<int>(), 0);
        foreach (var text in texts)
        {
            int[] all = [.. text];
            if (Array.FindIndex(all, static label => label < 0) is >= 0 and var negative)
                throw new ArgumentOutOfRangeException(nameof(texts), all[negative], $"Labels are numbered from 0; text {number.Invariant()} (counted from 0) has {all[negative].Invariant()} at position {negative.Invariant()}.");
            different.UnionWith(all);
            if (different.Count > labels)
                throw new ArgumentException($"The texts have {different.Count.Invariant()} different labels up to text {number.Invariant()} (counted from 0), but only {labels.Invariant()} are possible. Their probabilities would sum to more than 1.", nameof(texts));
            number++;
            for (var position = 0; position <= all.Length; position++)
                Count(all.AsSpan(0, position), position < all.Length ? all[position] : Edge);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The label is negative.</exception>
    public double LogProbability(ReadOnlySpan<int> prefix, int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        return Math.Log(Probability(prefix, label));
    }

    /// <inheritdoc/>
    public double EndLogProbability(ReadOnlySpan<int> labels) => Math.Log(Probability(labels, Edge));

    private void Count(ReadOnlySpan<int> prefix, int next)
    {
        for (var length = 0; length < _order; length++)
        {
            var context = Context(prefix, length);
            if (!_followers.TryGetValue(context, out var counts))
                _followers.Add(context, counts = []);
            counts[next] = counts.GetValueOrDefault(next) + 1;
        }
    }

    private double Probability(ReadOnlySpan<int> prefix, int next)
    {
        var probability = 1d / _choices;
        for (var length = 0; length < _order; length++)
        {
            if (!_followers.TryGetValue(Context(prefix, length), out var counts))
                break;
            double total = counts.Values.Sum();
            probability = (counts.GetValueOrDefault(next) + (counts.Count * probability)) / (total + counts.Count);
        }
        return probability;
    }

    /// <summary>The last labels of a prefix, padded with the edge label.</summary>
    private static string Context(ReadOnlySpan<int> prefix, int length)
    {
        var context = new int[length];
        for (var i = 0; i < length; i++)
            context[i] = prefix.Length - length + i is >= 0 and var position ? prefix[position] : Edge;
        return string.Join(' ', context);
    }
}
