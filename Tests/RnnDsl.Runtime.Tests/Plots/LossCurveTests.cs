using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class LossCurveTests
{
    [Fact]
    public void Curve_is_saved_as_a_non_empty_png()
    {
        using var folder = new TemporaryFolder();
        var path = folder[Path.Combine("new", "loss.png")];

        LossCurve.Save(path, [(1, 4.0), (2, 3.0), (3, double.NaN), (4, 2.5)], [(4, 2.7)], "A model", "nats per character");
        var drawn = File.ReadAllBytes(path);
        LossCurve.Save(path, [(1, 4.0)], [], "A model", "nats per character");

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], drawn[..4]);
        Assert.Equal([0, 0, 3, 132], drawn[16..20]);                             // 900 wide
        Assert.NotEqual(drawn, File.ReadAllBytes(path));                          // the points are in the picture
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));   // and nothing is left beside it
    }

    [Fact]
    public void Single_point_has_a_marker_and_the_legend_does_not_cover_data()
    {
        using var folder = new TemporaryFolder();
        LossCurve.Save(folder["loss.png"], [(3, 4.0)], [], "A model", "nats per character");
        LossCurve.Save(folder["both.png"], [.. Enumerable.Range(1, 50).Select(static step => ((long)step, (double)step))], [(50, 50.0)], "A model", "nats per character");

        using var single = Picture.Read(folder["loss.png"]);
        Assert.True(Picture.Count(single, "#9aa7b4", new SKRectI(82, 48, 720, 458)) > 10);

        // The rising curve reaches the upper right corner; the legend covers none of it.
        using var both = Picture.Read(folder["both.png"]);
        Assert.True(Picture.Count(both, "#c2410c", new SKRectI(640, 48, 720, 120)) > 10);
        Assert.True(Picture.Count(both, "#c2410c", new SKRectI(730, 48, 900, 458)) > 10);
    }

    [Fact]
    public void Missing_points_are_an_error_and_write_no_file()
    {
        using var folder = new TemporaryFolder();
        var path = folder["loss.png"];

        var error = Assert.Throws<ArgumentException>(() => LossCurve.Save(path, [], [], "A model", "nats"));

        Assert.StartsWith("There are no points to plot", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }
}
