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
    private readonly long[,] _counts;
    private readonly List<double>[] _scores;
    private readonly List<int> _scored = [];
    private readonly IReadOnlyList<int> _averaged;

    /// <summary>Metrics of classes that are named by their indices.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes.</exception>
    public ClassificationMetrics(int classes)
        : this([.. Enumerable.Range(0, Math.Max(classes, 0)).Select(static index => index.ToString(CultureInfo.InvariantCulture))])
    {
    }

    /// <summary>Metrics of named classes.</summary>
    /// <param name="classes">The names in the order of the class indices.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two classes.</exception>
    public ClassificationMetrics(IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes.Count, 2, nameof(classes));
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

    /// <summary>Precision, recall and F1 of each class.</summary>
    public IReadOnlyList<ClassificationScores> ByClass
    {
        get
        {
            var confusion = Confusion;
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
            var confusion = Confusion;
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
    /// <exception cref="InvalidOperationException">The scores are not kept, or no batch has been added.</exception>
    public double RocAucOf(int index)
    {
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
    /// <param name="lengths">int64 [batch], the number of valid steps of each sequence; <c>null</c> where all are valid.</param>
    /// <param name="mask">bool with the shape of the labels, true where a label counts; <c>null</c>: everywhere.</param>
    /// <exception cref="ArgumentException">A tensor has another dtype or shape, a score that counts is NaN, or scores are kept and the output has none. Nothing is added.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label or a prediction that counts is not a class, or a length is out of range. Nothing is added.</exception>
    public void Add(Tensor output, Tensor labels, Tensor? lengths = null, Tensor? mask = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(labels);
        CheckShapes(output, labels, lengths, mask);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var hasScores = output.is_floating_point();
        var predicted = Host<long>(hasScores ? output.argmax(-1) : output);
        var expected = Host<long>(labels);
        var counted = Counted(labels, expected, lengths, mask);
        Check(labels, expected, counted, "label");
        Check(labels, predicted, counted, "prediction");
        if (hasScores)
            CheckScores(labels, Host<bool>(output.isnan().any(-1)), counted);

        var scores = KeepScores ? Host<double>(nn.functional.log_softmax(output.to(ScalarType.Float64), -1)) : [];
        for (var i = 0; i < expected.Length; i++)
        {
            if (!counted[i])
                continue;
            _counts[expected[i], predicted[i]]++;
            Count++;
            if (!KeepScores)
                continue;
            _scored.Add((int)expected[i]);
            for (var index = 0; index < _scores.Length; index++)
                _scores[index].Add(scores[((long)i * _scores.Length) + index]);
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
            ["class", "precision", "recall", "F1", "support"],
            .. Classes.Zip(ByClass, Row),
            ["accuracy", "", "", Text(Accuracy), Count.Invariant()],
            Row("macro average", Macro),
            Row("weighted average", Weighted),
        ]);

        static string[] Row(string name, ClassificationScores scores) => [name, Text(scores.Precision), Text(scores.Recall), Text(scores.F1), scores.Support.Invariant()];

        static string Text(double share) => share.ToString("F4", CultureInfo.InvariantCulture);
    }

    private ClassificationScores Mean(Func<ClassificationScores, double> weight)
    {
        Total();
        var (confusion, scores) = (Confusion, ByClass);
        var weighted = _averaged.Where(index => confusion.Labels(index) + confusion.Predictions(index) > 0).Select(index => (Scores: scores[index], Weight: weight(scores[index]))).ToList();
        var total = weighted.Sum(static one => one.Weight);
        return new(Of(static one => one.Precision), Of(static one => one.Recall), Of(static one => one.F1), weighted.Sum(static one => one.Scores.Support));

        double Of(Func<ClassificationScores, double> part) => total == 0 ? 0 : weighted.Sum(one => one.Weight * part(one.Scores)) / total;
    }

    private long Total() => Count > 0 ? Count : throw new InvalidOperationException("There are no metrics yet: no label that counts has been added.");

    private void CheckShapes(Tensor output, Tensor labels, Tensor? lengths, Tensor? mask)
    {
        if (labels.dtype != ScalarType.Int64 || labels.dim() is not (1 or 2))
            throw Refuse(labels, nameof(labels), "labels as int64 [batch] or [batch, time]");
        long[] scores = [.. labels.shape, Classes.Count];
        if (output.is_floating_point() ? !output.shape.AsSpan().SequenceEqual(scores) : output.dtype != ScalarType.Int64 || !output.shape.AsSpan().SequenceEqual(labels.shape))
            throw Refuse(output, nameof(output), $"output as scores [{string.Join(", ", scores)}], because the labels are [{string.Join(", ", labels.shape)}] and there are {Classes.Count.Invariant()} classes, or as predicted classes, int64 [{string.Join(", ", labels.shape)}]");
        if (KeepScores && !output.is_floating_point())
            throw Refuse(output, nameof(output), "output as scores, because KeepScores is set");
        if (lengths is not null && (labels.dim() != 2 || lengths.dtype != ScalarType.Int64 || lengths.dim() != 1 || lengths.size(0) != labels.size(0)))
            throw Refuse(lengths, nameof(lengths), labels.dim() == 2 ? $"lengths as int64 [{labels.size(0)}], one for each sequence" : "lengths only where each step has a label");
        if (mask is not null && (mask.dtype != ScalarType.Bool || !mask.shape.AsSpan().SequenceEqual(labels.shape)))
            throw Refuse(mask, nameof(mask), $"mask as bool [{string.Join(", ", labels.shape)}]");
    }

    /// <summary>Whether each label counts.</summary>
    private static bool[] Counted(Tensor labels, long[] expected, Tensor? lengths, Tensor? mask)
    {
        var counted = mask is null ? [.. Enumerable.Repeat(true, expected.Length)] : Host<bool>(mask);
        var valid = lengths is null ? null : Host<long>(lengths);
        var time = labels.dim() == 2 ? labels.size(1) : 1;
        if (valid is not null && Array.FindIndex(valid, length => length < 0 || length > time) is >= 0 and var row)
            throw new ArgumentOutOfRangeException(nameof(lengths), valid[row], $"Lengths are from 0 to {time}, the number of steps of the labels; sequence {row} (counted from 0) has {valid[row]}.");
        for (var i = 0; i < counted.Length; i++)
            counted[i] &= expected[i] != IndexChecks.Ignored && (valid is null || i % time < valid[i / time]);
        return counted;
    }

    private void Check(Tensor labels, long[] classes, bool[] counted, string what)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            if (counted[i] && (classes[i] < 0 || classes[i] >= Classes.Count))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), classes[i], $"The metrics have {Classes.Count.Invariant()} classes, 0 to {Classes.Count - 1}; the {what} of {Place(labels, i)} is {classes[i]}. {IndexChecks.Ignored} marks labels that do not count.");
            }
        }
    }

    private static void CheckScores(Tensor labels, bool[] missing, bool[] counted)
    {
        for (var i = 0; i < missing.Length; i++)
        {
            if (counted[i] && missing[i])
                throw new ArgumentException($"A score of {Place(labels, i)} is NaN: the model has diverged, or its input is not finite.", nameof(labels));
        }
    }

    private static string Place(Tensor labels, int index) =>
        labels.dim() == 1 ? $"example {index} (counted from 0)" : $"sequence {index / labels.size(1)} (counted from 0) at step {index % labels.size(1)}";

    private static T[] Host<T>(Tensor tensor)
        where T : unmanaged =>
        [.. MemoryMarshal.Cast<byte, T>(tensor.numel() == 0 ? [] : tensor.cpu().contiguous().bytes)];

    private static ArgumentException Refuse(Tensor found, string parameter, string expected) =>
        new($"ClassificationMetrics.Add reads {expected}; it was given {found.dtype} [{string.Join(", ", found.shape)}].", parameter);
}
