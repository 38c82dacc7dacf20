using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>How work is divided.</summary>
public class KernelPartitionTests
{
    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(8, 1, 3)]
    [InlineData(8, 2, 1)]
    [InlineData(7, 2, 2)]
    [InlineData(64, 2, 3)]
    [InlineData(5, 2, 16)]
    [InlineData(1, 1, 4)]
    [InlineData(100, 3, 7)]
    public void Every_row_of_every_direction_has_one_worker(int rows, int directions, int workers)
    {
        var taken = new int[directions, rows];
        foreach (var (_, first, count, direction) in Parts(rows, directions, workers))
        {
            Assert.True(count > 0);
            for (var row = first; row < first + count; row++)
                taken[direction, row]++;
        }

        Assert.All(taken.Cast<int>(), static times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(64, 1, 3)]
    [InlineData(64, 2, 3)]
    [InlineData(100, 2, 8)]
    [InlineData(30, 3, 4)]
    public void Workers_have_equally_many_rows_but_for_one_in_each_part(int rows, int directions, int workers)
    {
        var sizes = Parts(rows, directions, workers).GroupBy(static part => part.Worker).Select(static parts => (Rows: parts.Sum(static part => part.Count), Parts: parts.Count())).ToList();
        Assert.Equal(workers, sizes.Count);
        Assert.True(sizes.Max(static size => size.Rows) - sizes.Min(static size => size.Rows) <= sizes.Max(static size => size.Parts));
    }

    [Fact]
    public void A_direction_is_a_worker_where_there_are_as_many() =>
        Assert.Equal([(0, 0, 9, 0), (1, 0, 9, 1)], Parts(9, 2, 2));

    private static List<(int Worker, int First, int Count, int Direction)> Parts(int rows, int directions, int workers)
    {
        var parts = new List<(int, int, int, int)>();
        for (var worker = 0; worker < workers; worker++)
            new KernelPartition(rows, directions, workers).Run(worker, (who, first, count, direction) => parts.Add((who, first, count, direction)));
        return parts;
    }
}
