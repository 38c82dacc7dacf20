using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Metrics;

public sealed class LabelErrorRateTests
{
    [Theory]
    [InlineData("", "", 0, 0, 0)]
    [InlineData("abc", "abc", 0, 0, 0)]
    [InlineData("", "abc", 0, 0, 3)]
    [InlineData("abc", "", 0, 3, 0)]
    [InlineData("axc", "abc", 1, 0, 0)]
    [InlineData("abxc", "abc", 0, 1, 0)]
    [InlineData("ac", "abc", 0, 0, 1)]
    [InlineData("sitting", "kitten", 2, 1, 0)]
    [InlineData("ba", "ab", 2, 0, 0)]
    public void Substitutions_insertions_and_deletions_are_counted(string hypothesis, string reference, int substitutions, int insertions, int deletions) =>
        Assert.Equal(new EditDistance(substitutions, insertions, deletions), EditDistance.Between([.. hypothesis], [.. reference]));

    [Fact]
    public void Edit_distance_is_minimal()
    {
        var random = new RandomSource(8);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var (one, other) = (Draw(), Draw());
            var found = EditDistance.Between(one, other);
            Assert.Equal(Plainly(one, other), found.Total);
            Assert.Equal(one.Length - other.Length, found.Insertions - found.Deletions);
        }

        int[] Draw() => [.. Enumerable.Range(0, (int)random.NextInt64(6)).Select(_ => (int)random.NextInt64(3))];

        static int Plainly(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
        {
            if (one.IsEmpty || other.IsEmpty)
                return one.Length + other.Length;
            var changed = Plainly(one[1..], other[1..]) + (one[0] == other[0] ? 0 : 1);
            return Math.Min(changed, 1 + Math.Min(Plainly(one[1..], other), Plainly(one, other[1..])));
        }
    }

    [Fact]
    public void Error_rate_weights_every_label_equally()
    {
        var rate = LabelErrorRate.Of([[1, 2, 3, 4], [5], [7, 7, 7]], [[1, 2, 3, 4], [6], [7]]);
        Assert.Equal((new EditDistance(1, 2, 0), 6L, 0.5), (rate.Edits, rate.Labels, rate.Rate));
        Assert.Contains("2 hypotheses and 1 references", Assert.Throws<ArgumentException>(() => LabelErrorRate.Of([[1], [2]], [[1]])).Message, StringComparison.Ordinal);
        Assert.Contains("no label to compare with", Assert.Throws<ArgumentException>(() => LabelErrorRate.Of([[1]], [(int[])[]])).Message, StringComparison.Ordinal);
    }
}
