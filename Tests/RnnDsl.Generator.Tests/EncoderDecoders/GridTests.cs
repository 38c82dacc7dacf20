using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.EncoderDecoders;

/// <summary>Encoders and decoders in all their combinations compute what their papers say.</summary>
public sealed class GridTests
{
    /// <summary>Every place, score and cell; depths and bridges take turns.</summary>
    [Fact]
    public Task A_decoder_computes_its_equations_step_by_step_and_at_once() =>
        CompareAsync([.. GridPoint.All().Chunk(10).Select((others, i) => others[3 * i % others.Length])]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Category", "Long")]
    public Task Every_combination_computes_its_equations(int third)
    {
        var all = GridPoint.All().ToList();
        return CompareAsync([.. all.Skip(third * all.Count / 3).Take(all.Count / 3)]);
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
