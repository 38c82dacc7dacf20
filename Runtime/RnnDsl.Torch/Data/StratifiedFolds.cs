namespace RnnDsl.Torch;

/// <summary>
/// Folds for cross-validation: every item is tested once, by a model that learned from others. Each fold has about the same share of every
/// class, and items that are the same stay in one fold.
/// </summary>
/// <remarks>R. Kohavi, "A Study of Cross-Validation and Bootstrap for Accuracy Estimation and Model Selection", IJCAI 1995.</remarks>
public sealed class StratifiedFolds
{
    private readonly int[] _foldOf;

    private StratifiedFolds(int count, int[] foldOf) => (Count, _foldOf) = (count, foldOf);

    /// <summary>The number of folds.</summary>
    public int Count { get; }

    /// <summary>Draws the folds: the same items, number and seed give the same folds on every machine.</summary>
    /// <param name="labels">The class of each item, from 0.</param>
    /// <param name="keys">What tells items apart: those with equal keys are the same.</param>
    /// <param name="count">How many folds, from 3 on: one to test, one to validate, and one or more to learn from.</param>
    /// <param name="seed">What is drawn.</param>
    /// <exception cref="ArgumentException">Not every fold has an item of every class, or there is not one key for each label.</exception>
    public static StratifiedFolds Draw(IReadOnlyList<int> labels, IReadOnlyList<string> keys, int count, long seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 3);
        if (labels.Count != keys.Count)
            throw new ArgumentException($"There are {labels.Count.Invariant()} labels and {keys.Count.Invariant()} keys.", nameof(keys));

        var groups = Enumerable.Range(0, keys.Count).GroupBy(item => keys[item], StringComparer.Ordinal).Select(static group => group.ToArray()).ToArray();
        new RandomSource(seed).Shuffle(groups.AsSpan());

        // The largest groups first: the small ones even out what they leave. Each goes where there is the least of its classes.
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
            throw new ArgumentException($"{labels.Count.Invariant()} items are too few for {count.Invariant()} folds: each is to have an item of every class.", nameof(labels));
        return new StratifiedFolds(count, foldOf);
    }

    /// <summary>What a fold tests, what chooses among models on the way, and what they learn from. The fold behind the tested one validates.</summary>
    /// <param name="fold">The fold to test, from 1 to <see cref="Count"/>.</param>
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

/// <summary>The numbers of the items on the three sides of a split, each in their order.</summary>
/// <param name="Training">What is learned from.</param>
/// <param name="Validation">What chooses among models, and when to stop.</param>
/// <param name="Test">What the chosen one is judged by, once.</param>
public sealed record FoldSplit(IReadOnlyList<int> Training, IReadOnlyList<int> Validation, IReadOnlyList<int> Test);
