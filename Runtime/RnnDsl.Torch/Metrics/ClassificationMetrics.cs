using System.Globalization;
using System.Runtime.InteropServices;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Metrics;

/// <summary>
/// Accuracy, precision, recall, F1, confusion matrix and ROC AUC of a classifier or a tagger, accumulated over batches. It prints itself as a report with a row for
/// each class. Definitions and averages are scikit-learn's.
/// </summary>
/// <remarks>
/// Every label counts once, whatever batch it is in; padding and labels of -100 do not count. A class that is neither a label nor predicted is left out of the macro
/// average. Adding a batch synchronises with its device.
/// </remarks>
public sealed class ClassificationMetrics
{
    // The counts of more take over 2 GiB.
    private const int LargestClasses = 16_384;

    private readonly long[,] _counts;
    private readonly List<double>[] _scores;
    private readonly List<int> _scored = [];
    private readonly IReadOnlyList<int> _averaged;

    /// <summary>Metrics of classes that are named by their indices.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes, or more than 16,384.</exception>
    public ClassificationMetrics(int classes)
        : this([.. Enumerable.Range(0, Math.Clamp(classes, 0, LargestClasses + 1)).Select(static index => index.ToString(CultureInfo.InvariantCulture))])
    {
    }

    /// <summary>Metrics of named classes.</summary>
    /// <param name="classes">The names in the order of the class indices.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes, or more than 16,384.</exception>
    /// <exception cref="ArgumentException">A name is <c>null</c>.</exception>
    public ClassificationMetrics(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes.Count, 2, nameof(classes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes.Count, LargestClasses, nameof(classes));
        if (classes.Contains(null!))
            throw new ArgumentException("A class has no name.", nameof(classes));
        Classes = [.. classes];
        _counts = new long[classes.Count, classes.Count];
        _scores = [.. classes.Select(static _ => new List<double>())];
        _averaged = [.. Enumerable.Range(0, classes.Count)];
    }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Whether to keep the scores, 8 bytes for each class of each label, for <see cref="RocAuc"/>. Default: <c>false</c>.</summary>
    public bool KeepScores { get; init; }

    /// <summary>The classes of <see cref="Macro"/>, <see cref="Micro"/> and <see cref="Weighted"/>, such as all but that of the words outside entities. Default: all.</summary>
    /// <exception cref="ArgumentException">A class is out of range or occurs twice, or there is none.</exception>
    public IReadOnlyList<int> AveragedClasses
    {
        get => _averaged;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0 || value.Distinct().Count() != value.Count || value.Any(index => index < 0 || index >= Classes.Count))
                throw new ArgumentException($"The averaged classes are different indices from 0 to {(Classes.Count - 1).Invariant()}, at least one; found [{string.Join(", ", value)}].", nameof(value));
            _averaged = [.. value];
        }
    }

    /// <summary>The number of labels that count.</summary>
    public long Count { get; private set; }

    /// <summary>The fraction of right predictions, from 0 to 1.</summary>
    /// <exception cref="InvalidOperationException">No batch has been added.</exception>
    public double Accuracy => (double)Enumerable.Range(0, Classes.Count).Sum(index => _counts[index, index]) / Total();

    /// <summary>The counts of each label and prediction.</summary>
    public ConfusionMatrix Confusion => new((long[,])_counts.Clone(), Classes);

    /// <summary>The counts without a copy.</summary>
    private ConfusionMatrix Current => new(_counts, Classes);

    /// <summary>Precision, recall and F1 of each class.</summary>
    public IReadOnlyList<ClassificationScores> ByClass
    {
        get
        {
            var confusion = Current;
            return [.. Enumerable.Range(0, Classes.Count).Select(index => ClassificationScores.Of(confusion[index, index], confusion.Predictions(index), confusion.Labels(index)))];
        }
    }

    /// <summary>The plain mean over the classes that occur as a label or as a prediction, each class with the same weight.</summary>
    /// <exception cref="InvalidOperationException">No batch has been added.</exception>
    public ClassificationScores Macro => Mean(static _ => 1);

    /// <summary>The mean over the classes, each weighted by its number of labels.</summary>
    /// <exception cref="InvalidOperationException">No batch has been added.</exception>
    public ClassificationScores Weighted => Mean(static scores => scores.Support);

    /// <summary>The scores of the summed counts of all averaged classes. Over all classes precision, recall and F1 equal the accuracy.</summary>
    /// <exception cref="InvalidOperationException">No batch has been added.</exception>
    public ClassificationScores Micro
    {
        get
        {
            Total();
            var confusion = Current;
            return ClassificationScores.Of(_averaged.Sum(index => confusion[index, index]), _averaged.Sum(confusion.Predictions), _averaged.Sum(confusion.Labels));
        }
    }

    /// <summary>
    /// The area under the ROC curve (<see cref="Metrics.RocAuc"/>): with two classes that of class 1 against class 0; with more the mean of each class against the
    /// rest, over the classes for which it is defined. NaN if all labels are of one class.
    /// </summary>
    /// <exception cref="InvalidOperationException">The scores are not kept, or no batch has been added.</exception>
    public double RocAuc
    {
        get
        {
            if (Classes.Count == 2)
                return RocAucOf(1);
            var defined = Enumerable.Range(0, Classes.Count).Select(RocAucOf).Where(static area => !double.IsNaN(area)).ToList();
            return defined.Count > 0 ? defined.Average() : double.NaN;
        }
    }

    /// <summary>The area under the ROC curve of one class against the rest. NaN if no label or every label is of this class.</summary>
    /// <param name="index">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    /// <exception cref="InvalidOperationException">The scores are not kept, or no batch has been added.</exception>
    public double RocAucOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Classes.Count);
        if (!KeepScores)
            throw new InvalidOperationException("ROC AUC needs the scores of all examples: create the metrics with KeepScores = true.");
        Total();
        return Metrics.RocAuc.Binary(CollectionsMarshal.AsSpan(_scores[index]), [.. _scored.Select(label => label == index)]);
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="output">
    /// Scores or log-probabilities [batch, classes] or [batch, time, classes], of which the highest is the prediction; or predicted classes, int64 [batch] or
    /// [batch, time].
    /// </param>
    /// <param name="labels">int64 [batch] or [batch, time]; -100 does not count.</param>
    /// <param name="lengths">int64 or int32 [batch], the number of valid steps of each sequence; <c>null</c> where all are valid.</param>
    /// <param name="mask">bool with the shape of the labels, true where a label counts; <c>null</c>: everywhere.</param>
    /// <exception cref="ArgumentException">A tensor has another dtype or shape, a score that counts is NaN, or scores are kept and the output has none or several that are +∞. Nothing is added.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label or a prediction that counts is not a class, or a length is out of range. Nothing is added.</exception>
    public void Add(Tensor output, Tensor labels, Tensor? lengths = null, Tensor? mask = null)
    {
        var batch = LabelledPredictions.Read(output, labels, lengths, mask, Classes.Count, nameof(ClassificationMetrics));
        if (KeepScores && !output.is_floating_point())
            throw new ArgumentException($"{nameof(ClassificationMetrics)}.Add reads output as scores, because KeepScores is set; it was given {output.dtype} [{string.Join(", ", output.shape)}].", nameof(output));

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var scores = KeepScores ? LabelledPredictions.Host<double>(LogOdds(output.to(ScalarType.Float64))) : [];
        if (Enumerable.Range(0, scores.Length).FirstOrDefault(i => batch.Counts[i / Classes.Count] && double.IsNaN(scores[i]), -1) is >= 0 and var infinite)
            throw new ArgumentException($"{nameof(ClassificationMetrics)}.Add keeps scores, and those of {batch.Place(infinite / Classes.Count, labels.dim())} have no order: +∞ for several classes, or -∞ for every class.", nameof(output));
        for (var i = 0; i < batch.Labels.Length; i++)
        {
            if (!batch.Counts[i])
                continue;
            _counts[batch.Labels[i], batch.Predicted[i]]++;
            Count++;
            if (!KeepScores)
                continue;
            _scored.Add((int)batch.Labels[i]);
            for (var index = 0; index < _scores.Length; index++)
                _scores[index].Add(scores[((long)i * _scores.Length) + index]);
        }
    }

    /// <summary>Adds the batches of the other ranks, so that all ranks have those of all.</summary>
    internal void Gather(ICommunicator? communicator)
    {
        if (communicator is null or { Size: 1 })
            return;
        using var all = tensor(_counts.Cast<long>().ToArray());
        communicator.AllReduce(all);
        var counts = all.data<long>().ToArray();
        Buffer.BlockCopy(counts, 0, _counts, 0, counts.Length * sizeof(long));
        Count = counts.Sum();
        if (!KeepScores)
            return;

        // In the order of the ranks.
        var ranks = new DataParallel(communicator);
        Exchange(_scored);
        foreach (var scores in _scores)
            Exchange(scores);

        void Exchange<T>(List<T> own)
            where T : unmanaged
        {
            var parts = ranks.Exchange(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(own)).ToArray());
            own.Clear();
            foreach (var part in parts)
                own.AddRange(MemoryMarshal.Cast<byte, T>(part));
        }
    }

    /// <summary>Removes all batches.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
        _scored.Clear();
        foreach (var scores in _scores)
            scores.Clear();
    }

    /// <summary>The report: precision, recall, F1 and support of each class, the accuracy, and the macro and weighted averages.</summary>
    public override string ToString()
    {
        if (Count == 0)
            return "no batch has been added";
        return TextTable.Of(
        [
            ClassificationScores.Heading,
            .. Classes.Zip(ByClass, static (name, scores) => scores.Row(name)),
            ["accuracy", "", "", Accuracy.ToString("F4", CultureInfo.InvariantCulture), Count.Invariant()],
            Macro.Row("macro average"),
            Weighted.Row("weighted average"),
        ]);
    }

    /// <summary>
    /// log p - log(1 - p) of each class, which keeps the order where p rounds to 0 or 1; NaN where it is undefined.
    /// </summary>
    private static Tensor LogOdds(Tensor scores)
    {
        if (scores.size(-1) == 2)
            return scores.sub(scores.flip(-1));
        var isHighest = Scalars.Range(scores.size(-1), scores.device).eq(scores.argmax(-1, keepdim: true));
        var others = scores.masked_fill(isHighest, Scalars.NegativeInfinity).logsumexp(-1, keepdim: true);
        var logarithm = scores.sub(scores.logsumexp(-1, keepdim: true));

        // Of the highest class 1 - p is the sum of the others; of any other it is at least one half.
        return where(isHighest, scores.sub(others), logarithm.sub(logarithm.exp().neg().log1p()));
    }

    private ClassificationScores Mean(Func<ClassificationScores, double> weight)
    {
        Total();
        var (confusion, scores) = (Current, ByClass);
        var weighted = _averaged.Where(index => confusion.Labels(index) + confusion.Predictions(index) > 0).Select(index => (Scores: scores[index], Weight: weight(scores[index]))).ToList();
        var total = weighted.Sum(static one => one.Weight);
        return new(Of(static one => one.Precision), Of(static one => one.Recall), Of(static one => one.F1), weighted.Sum(static one => one.Scores.Support));

        double Of(Func<ClassificationScores, double> part) => total == 0 ? 0 : weighted.Sum(one => one.Weight * part(one.Scores)) / total;
    }

    private long Total() => Count > 0 ? Count : throw new InvalidOperationException("There are no metrics yet: no label that counts has been added.");
}
