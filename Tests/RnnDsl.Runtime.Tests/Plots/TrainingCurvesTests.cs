using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class TrainingCurvesTests
{
    [Fact]
    public void Loss_and_accuracy_have_separate_panels()
    {
        using var folder = new TemporaryFolder();
        TrainingCurves.Save(folder["training.png"], [(0.5, 2.3), (1, 1.1), (1.5, double.NaN), (2, 0.4)], [(1, 0.9), (2, 0.95)]);

        using var picture = Picture.Read(folder["training.png"]);
        Assert.Equal((1200, 480), (picture.Width, picture.Height));
        Assert.True(Picture.Count(picture, "#1f2937", new SKRectI(90, 50, 580, 415)) > 200);
        Assert.Equal(0, Picture.Count(picture, "#c2410c", new SKRectI(0, 0, 600, 480)));
        Assert.True(Picture.Count(picture, "#c2410c", new SKRectI(690, 50, 1180, 415)) > 200);
    }

    [Fact]
    public void Missing_points_are_an_error_and_write_no_file()
    {
        using var folder = new TemporaryFolder();
        TrainingCurves.Save(folder["loss.png"], [(1, 2.3)], []);
        Assert.StartsWith("There are no points to plot", Assert.Throws<ArgumentException>(() => TrainingCurves.Save(folder["none.png"], [], [])).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["none.png"]));
    }
}
