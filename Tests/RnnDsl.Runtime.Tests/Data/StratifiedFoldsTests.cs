using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class StratifiedFoldsTests
{
    /// <summary>103 of class 0 and 60 of class 1; every tenth item is the same as the one before it, now and then of the other class.</summary>
    private static readonly int[] Labels = [.. Enumerable.Range(0, 163).Select(static item => item % 163 < 103 ? 0 : 1)];

    private static readonly string[] Keys = [.. Enumerable.Range(0, 163).Select(static item => $"{(item % 10 == 9 ? item - 1 : item)}")];

    [Fact]
    public void Each_item_is_tested_once_and_the_splits_are_disjoint_and_complete()
    {
        var folds = StratifiedFolds.Create(Labels, Keys, 10, seed: 1);
        var splits = Enumerable.Range(1, 10).Select(folds.Split).ToList();
        Assert.Equal(Enumerable.Range(0, 163), splits.SelectMany(static split => split.Test).Order());
        foreach (var split in splits)
            Assert.Equal(Enumerable.Range(0, 163), split.Training.Concat(split.Validation).Concat(split.Test).Order());
        Assert.Equal(splits[1].Test, splits[0].Validation);
        Assert.Equal(splits[0].Test, splits[9].Validation);
    }

    [Fact]
    public void Folds_are_stratified_and_keep_duplicates_together()
    {
        var folds = StratifiedFolds.Create(Labels, Keys, 10, seed: 1);
        foreach (var split in Enumerable.Range(1, 10).Select(folds.Split))
        {
            Assert.InRange(split.Test.Count(static item => Labels[item] == 0), 10, 11);
            Assert.InRange(split.Test.Count(static item => Labels[item] == 1), 6, 6);
            var tested = split.Test.Select(static item => Keys[item]).ToHashSet();
            Assert.DoesNotContain(split.Training.Concat(split.Validation), item => tested.Contains(Keys[item]));
        }
    }

    [Fact]
    public void Folds_depend_on_the_seed()
    {
        Assert.Equal(Tested(1), Tested(1));
        Assert.NotEqual(Tested(1), Tested(2));

        static IReadOnlyList<int> Tested(long seed) => StratifiedFolds.Create(Labels, Keys, 10, seed).Split(3).Test;
    }

    [Fact]
    public void Too_few_items_and_invalid_folds_are_errors()
    {
        var few = Assert.Throws<ArgumentException>(() => StratifiedFolds.Create([0, 0, 0, 1, 1], ["a", "b", "c", "d", "e"], 3, 1));
        Assert.StartsWith("5 items are too few for 3 folds: each needs an item of every class.", few.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StratifiedFolds.Create([], [], 3, 1));
        Assert.Throws<ArgumentException>(() => StratifiedFolds.Create([0, 1], ["a"], 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StratifiedFolds.Create(Labels, Keys, 2, 1));
        var folds = StratifiedFolds.Create(Labels, Keys, 10, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => folds.Split(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => folds.Split(11));
    }
}
