using RnnDsl.Tests;
using Xunit;

namespace RnnDsl.Generator.Tests.Infrastructure;

public sealed class CoveringSetTests
{
    /// <summary>Three options of 2, 3 and 4 values, the last two never both at their first.</summary>
    private static readonly int[][] All =
        [.. from first in Enumerable.Range(0, 2) from second in Enumerable.Range(0, 3) from third in Enumerable.Range(0, 4) where second + third > 0 select new[] { first, second, third }];

    [Fact]
    public void A_pairwise_set_has_every_pair_that_any_combination_has()
    {
        var set = CoveringSet.Of(All, Pairs);
        Assert.Equal(All.SelectMany(Pairs).ToHashSet(), set.SelectMany(Pairs).ToHashSet());

        // The 11 pairs of the larger two options need as many combinations.
        Assert.InRange(set.Count, 11, 14);
    }

    [Fact]
    public void Every_three_of_three_options_are_all_combinations() =>
        Assert.Equal(All.Length, CoveringSet.Of(All, combination => CoveringSet.Triples([.. combination])).Count);

    [Fact]
    public void What_is_chosen_beforehand_stays_and_counts()
    {
        var set = CoveringSet.Of(All, Pairs, All[^1]);
        Assert.Same(All[^1], set[0]);
        Assert.Single(set, combination => combination[1] == 2 && combination[2] == 3);
    }

    private static IEnumerable<string> Pairs(int[] combination) => CoveringSet.Pairs([.. combination]);
}
