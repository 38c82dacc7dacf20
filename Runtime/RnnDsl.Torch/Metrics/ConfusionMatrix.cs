using System.Runtime.CompilerServices;

namespace RnnDsl.Metrics;

/// <summary>The counts of each label and prediction. It prints itself as a table with a row for each label and a column for each prediction.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    internal ConfusionMatrix(long[,] counts, IReadOnlyList<string> classes) => (_counts, Classes) = (counts, classes);

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The number of examples or steps with this label and this prediction.</summary>
    /// <param name="label">The class of the label.</param>
    /// <param name="predicted">The predicted class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int label, int predicted] => _counts[Checked(label), Checked(predicted)];

    /// <summary>A copy of the counts, [label, predicted].</summary>
    public long[,] ToArray() => (long[,])_counts.Clone();

    /// <summary>The number of labels of a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long Labels(int of) => Enumerable.Range(0, Classes.Count).Sum(predicted => _counts[Checked(of), predicted]);

    /// <summary>The number of predictions of a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long Predictions(int of) => Enumerable.Range(0, Classes.Count).Sum(label => _counts[label, Checked(of)]);

    private int Checked(int index, [CallerArgumentExpression(nameof(index))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Classes.Count, name);
        return index;
    }

    /// <summary>The table.</summary>
    public override string ToString() => TextTable.Of(
    [
        ["label \\ predicted", .. Classes],
        .. Enumerable.Range(0, Classes.Count).Select(label => (string[])[Classes[label], .. Enumerable.Range(0, Classes.Count).Select(predicted => _counts[label, predicted].Invariant())]),
    ]);
}
