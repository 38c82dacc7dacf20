using System.Text;

namespace RnnDsl.Data;

/// <summary>
/// Folds for stratified cross-validation: every item is in one test split. Each fold has about the same fraction of every
/// class, and equal items stay in one fold.
/// </summary>
/// <remarks>R. Kohavi, "A Study of Cross-Validation and Bootstrap for Accuracy Estimation and Model Selection", IJCAI 1995.</remarks>
public sealed class StratifiedFolds
{
    private readonly int[] _foldOf;

    private StratifiedFolds(int count, int[] foldOf) => (Count, _foldOf) = (count, foldOf);

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>Assigns items to folds: the same items, number and seed give the same folds on every machine.</summary>
    /// <param name="labels">The class of each item, from 0.</param>
    /// <param name="keys">The keys by which items count as equal.</param>
    /// <param name="count">The number of folds, at least 3: one for testing, one for validation, and one or more for training.</param>
    /// <param name="seed">The seed of the assignment.</param>
    /// <exception cref="ArgumentException">A fold has no item of some class, or the numbers of keys and labels differ.</exception>
    public static StratifiedFolds Create(IReadOnlyList<int> labels, IReadOnlyList<string> keys, int count, long seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 3);
        if (labels.Count != keys.Count)
            throw new ArgumentException($"There are {labels.Count.Invariant()} labels and {keys.Count.Invariant()} keys.", nameof(keys));

        var groups = Enumerable.Range(0, keys.Count).GroupBy(item => keys[item], StringComparer.Ordinal).Select(static group => group.ToArray()).ToArray();
        new RandomSource(seed).Shuffle(groups.AsSpan());

        // Largest groups first, because small ones can even out the differences. Each goes to the fold with the fewest items of its classes.
        var (foldOf, filled) = (new int[labels.Count], new int[count, labels.DefaultIfEmpty(-1).Max() + 1]);
        foreach (var group in groups.OrderByDescending(static group => group.Length))
        {
            var fold = Enumerable.Range(0, count).MinBy(fold => (group.Sum(item => filled[fold, labels[item]]), Total(filled, fold)));
            foreach (var item in group)
            {
                foldOf[item] = fold;
                filled[fold, labels[item]]++;
            }
        }

        if (labels.Count == 0 || filled.Cast<int>().Contains(0))
            throw new ArgumentException($"{labels.Count.Invariant()} items are too few for {count.Invariant()} folds: each needs an item of every class.", nameof(labels));
        return new StratifiedFolds(count, foldOf);
    }

    /// <summary>The splits for a test fold. The fold after the test fold is the validation split.</summary>
    /// <param name="fold">The test fold, from 1 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such fold.</exception>
    public FoldSplit Split(int fold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fold, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fold, Count);
        var (test, validation) = (fold - 1, fold % Count);
        return new FoldSplit(
            Items(own => own != test && own != validation),
            Items(own => own == validation),
            Items(own => own == test));
    }

    private int[] Items(Func<int, bool> chosen) => [.. Enumerable.Range(0, _foldOf.Length).Where(item => chosen(_foldOf[item]))];

    private static int Total(int[,] filled, int fold)
    {
        var total = 0;
        for (var label = 0; label < filled.GetLength(1); label++)
            total += filled[fold, label];
        return total;
    }
}

/// <summary>The indices of the items of the three splits, each in ascending order.</summary>
/// <param name="Training">The training split.</param>
/// <param name="Validation">The validation split, for model selection and early stopping.</param>
/// <param name="Test">The test split, used once for the selected model.</param>
public sealed record FoldSplit(IReadOnlyList<int> Training, IReadOnlyList<int> Validation, IReadOnlyList<int> Test)
{
    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Training), Training), (nameof(Validation), Validation), (nameof(Test), Test));
}
