using RnnDsl.Generator.Tests.RandomModels;
using RnnDsl.Tests;
using Xunit;

namespace RnnDsl.Generator.Tests.EncoderDecoders;

/// <summary>Encoders and decoders in all their combinations compute what their papers say.</summary>
public sealed class GridTests
{
    /// <summary>Every pair of a place, a score, a cell, a depth, a bridge, a function of the readout and a place of the summary; and a summary in every form of the time loop.</summary>
    [Fact]
    public Task Pairwise_combinations_equal_the_equations_in_Step_and_forward() => CompareAsync(CoveringSet.Of(
        [.. GridPoint.All()],
        point => CoveringSet.Pairs([point.Place, (point.Score, point.Coverage), point.Cell, point.Layers, point.Bridge, point.Function, point.Summary]).Append($"{point.Place} {point.Summary} {point.Cell == "Mgu"}")));

    /// <summary>Every three of a place, a score, a cell and a depth; bridges know nothing of these. RNNDSL_GRID=all has all combinations.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Category", "Long")]
    public Task Every_combination_equals_the_equations_in_Step_and_forward(int third)
    {
        var isWhole = Environment.GetEnvironmentVariable("RNNDSL_GRID") == "all";
        List<GridPoint> all = [.. GridPoint.All()];
        var points = isWhole ? all : CoveringSet.Of(all, point => CoveringSet.Triples([point.Place, (point.Score, point.Coverage), point.Cell, point.Layers]));
        return CompareAsync([.. points.Skip(third * points.Count / 3).Take(((third + 1) * points.Count / 3) - (third * points.Count / 3))]);
    }

    private static async Task CompareAsync(List<GridPoint> points)
    {
        var project = await RandomProject.OfAsync(points.Select(point => (point.Namespace, point.Source)));
        project.AssertAccepts(points.Select(point => (point.Namespace, point.Source)));
        using var loaded = project.Load();
        for (var i = 0; i < points.Count; i++)
        {
            GridRun.Compare(points[i], loaded.Type(points[i].Namespace + ".Pair"), i);
        }
    }
}
