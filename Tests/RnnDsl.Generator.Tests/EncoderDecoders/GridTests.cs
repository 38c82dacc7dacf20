using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.EncoderDecoders;

/// <summary>Encoders and decoders in all their combinations compute what their papers say.</summary>
public sealed class GridTests
{
    /// <summary>Every place and score; cells, depths and bridges take turns.</summary>
    [Fact]
    public Task A_decoder_computes_its_equations_step_by_step_and_at_once() =>
        CompareAsync([.. GridPoint.All().Chunk(25).Select((others, i) => others[7 * i % others.Length]), .. GridPoint.All().Chunk(25).Select((others, i) => others[(7 * i + 12) % others.Length])]);

    /// <summary>
    /// Every place, score, cell and depth, and with one score every bridge. The bridges know nothing of scores; RNNDSL_GRID=all has all of them with all.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Category", "Long")]
    public Task Every_combination_computes_its_equations(int third)
    {
        var isWhole = Environment.GetEnvironmentVariable("RNNDSL_GRID") == "all";
        var points = GridPoint.All().Where((point, i) => isWhole || i % 5 == i / 5 % 5 || point is { Score: AttentionScore.Additive, Coverage: false }).ToList();
        return CompareAsync([.. points.Skip(third * points.Count / 3).Take(((third + 1) * points.Count / 3) - (third * points.Count / 3))]);
    }

    private static async Task CompareAsync(List<GridPoint> points)
    {
        var project = await RandomProject.OfAsync(points.Select(point => (point.Namespace, point.Source)));
        Assert.All(points, point => Assert.True(!project.Complains(point.Namespace) && !project.IsReported(point.Namespace), $"{point.Source}\n{project.Describe(point.Namespace)}"));
        using var loaded = project.Load();
        for (var i = 0; i < points.Count; i++)
        {
            GridRun.Compare(points[i], loaded.Type(points[i].Namespace + ".Pair"), i);
        }
    }
}
