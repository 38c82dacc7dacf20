using static TorchSharp.torch;

namespace RnnDsl.Metrics;

/// <summary>
/// Precision, recall and F1 of entities in BIO tags, as in the CoNLL-2003 shared task (E. Tjong Kim Sang and F. De Meulder, 2003): an entity is right if its type, its
/// first and its last step are. Accumulated over batches; prints itself as a report with a row for each type.
/// </summary>
/// <remarks>
/// <c>B-x</c> begins an entity of type x and <c>I-x</c> continues it; <c>I-x</c> behind another type or behind <c>O</c> begins one too, as in <c>conlleval</c>. Steps
/// that do not count are left out of the sequence.
/// </remarks>
public sealed class EntityMetrics
{
    private const string Outside = "O";

    private readonly SortedDictionary<string, (long Right, long Predicted, long Labels)> _counts = new(StringComparer.Ordinal);

    /// <summary>Metrics of tags.</summary>
    /// <param name="tags">The tags in the order of the class indices: <c>O</c>, and <c>B-x</c> and <c>I-x</c> of each type x.</param>
    /// <exception cref="ArgumentException">A tag has another form.</exception>
    public EntityMetrics(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentOutOfRangeException.ThrowIfLessThan(tags.Count, 2, nameof(tags));
        Tags = [.. tags];
        foreach (var tag in Tags)
        {
            if (tag is not (Outside or ['B' or 'I', '-', _, ..]))
                throw new ArgumentException($"A tag is '{tag}'; tags are 'O', 'B-' and a type, or 'I-' and a type.", nameof(tags));
        }
        Clear();
    }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Precision, recall and F1 of each type; the support is the number of its entities.</summary>
    public IReadOnlyDictionary<string, ClassificationScores> ByType =>
        _counts.ToDictionary(static pair => pair.Key, static pair => ClassificationScores.Of(pair.Value.Right, pair.Value.Predicted, pair.Value.Labels));

    /// <summary>The scores over the entities of all types together, the measure of the shared task. All are 0 without entities.</summary>
    public ClassificationScores Micro =>
        ClassificationScores.Of(_counts.Values.Sum(static counts => counts.Right), _counts.Values.Sum(static counts => counts.Predicted), _counts.Values.Sum(static counts => counts.Labels));

    /// <summary>Adds a batch.</summary>
    /// <param name="output">Scores or log-probabilities [batch, time, tags], of which the highest is the prediction; or predicted tags, int64 [batch, time].</param>
    /// <param name="labels">int64 [batch, time]; -100 does not count.</param>
    /// <param name="lengths">int64 [batch], the number of valid steps of each sequence; <c>null</c> where all are valid.</param>
    /// <param name="mask">bool [batch, time], true where a label counts; <c>null</c>: everywhere.</param>
    /// <exception cref="ArgumentException">A tensor has another dtype or shape, or a score that counts is NaN. Nothing is added.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label or a prediction that counts is not a tag, or a length is out of range. Nothing is added.</exception>
    public void Add(Tensor output, Tensor labels, Tensor? lengths = null, Tensor? mask = null)
    {
        var batch = LabelledPredictions.Read(output, labels, lengths, mask, Tags.Count, nameof(EntityMetrics));
        if (labels.dim() != 2)
            throw new ArgumentException($"Entities are spans of steps, so labels are int64 [batch, time]; these are [{string.Join(", ", labels.shape)}].", nameof(labels));
        foreach (var row in Enumerable.Range(0, batch.Labels.Length).Where(i => batch.Counts[i]).GroupBy(i => i / batch.Time))
        {
            var predicted = Entities([.. row.Select(i => Tags[(int)batch.Predicted[i]])]);
            var expected = Entities([.. row.Select(i => Tags[(int)batch.Labels[i]])]);
            foreach (var type in _counts.Keys.ToArray())
            {
                var (right, found, given) = _counts[type];
                _counts[type] = (
                    right + expected.Count(entity => entity.Type == type && predicted.Contains(entity)),
                    found + predicted.Count(entity => entity.Type == type),
                    given + expected.Count(entity => entity.Type == type));
            }
        }
    }

    /// <summary>Removes all batches.</summary>
    public void Clear()
    {
        foreach (var tag in Tags.Where(static tag => tag != Outside))
            _counts[tag[2..]] = default;
    }

    /// <summary>The report: precision, recall, F1 and number of entities of each type, and of all together.</summary>
    public override string ToString() => TextTable.Of([ClassificationScores.Heading, .. ByType.Select(static pair => pair.Value.Row(pair.Key)), Micro.Row("micro average")]);

    private static HashSet<(string Type, int First, int Last)> Entities(string[] tags)
    {
        var entities = new HashSet<(string, int, int)>();
        var first = 0;
        for (var i = 0; i < tags.Length; i++)
        {
            if (Begins(i))
                first = i;
            if (tags[i] != Outside && (i + 1 == tags.Length || tags[i + 1] == Outside || Begins(i + 1)))
                entities.Add((tags[i][2..], first, i));
        }
        return entities;

        bool Begins(int step) => tags[step] != Outside && (tags[step][0] == 'B' || step == 0 || tags[step - 1] == Outside || tags[step - 1][2..] != tags[step][2..]);
    }
}
