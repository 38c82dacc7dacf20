using RnnDsl.Tests;
using Xunit;

namespace RnnDsl.Generator.Tests.Infrastructure;

public sealed class CoveringSetTests
{
    /// <summary>Three options of 2, 3 and 4 values, the last two never both at their first.</summary>
    private static readonly int[][] All =
        [.. from first in Enumerable.Range(0, 2) from second in Enumerable.Range(0, 3) from third in Enumerable.Range(0, 4) where second + third > 0 select new[] { first, second, third }];

    [Fact]
    public void Pairwise_set_covers_every_pair()
    {
        var set = CoveringSet.Of(All, Pairs);
        Assert.Equal(All.SelectMany(Pairs).ToHashSet(), set.SelectMany(Pairs).ToHashSet());

        // The 11 pairs of the larger two options need as many combinations.
        Assert.InRange(set.Count, 11, 14);
    }

    [Fact]
    public void Triples_of_three_options_need_all_combinations() =>
        Assert.Equal(All.Length, CoveringSet.Of(All, combination => CoveringSet.Triples([.. combination])).Count);

    [Fact]
    public void Preselected_combinations_are_kept_and_count()
    {
        var set = CoveringSet.Of(All, Pairs, All[^1]);
        Assert.Same(All[^1], set[0]);
        Assert.Single(set, combination => combination[1] == 2 && combination[2] == 3);
    }

    private static IEnumerable<string> Pairs(int[] combination) => CoveringSet.Pairs([.. combination]);
}
