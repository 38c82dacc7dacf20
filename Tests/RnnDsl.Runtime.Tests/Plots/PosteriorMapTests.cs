using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class PosteriorMapTests
{
    private static readonly string[] Classes = ["blank", "0", "1"];
    private static readonly double[,] Features = new double[100, 8];

    [Fact]
    public void Time_is_horizontal_classes_are_vertical_and_high_posteriors_dark()
    {
        using var folder = new TemporaryFolder();
        var posteriors = new double[50, 3];
        for (var step = 0; step < 50; step++)
            posteriors[step, step is >= 20 and < 30 ? 2 : 0] = 1;
        PosteriorMap.Save(
            folder["map.png"], "one", new(Features, 0.01, 0.01), new(posteriors, 0.01, 0.02), Classes, [new(0.35, 0.65, "1")], [new(0.5, 2)]);

        // The lower panel: 82 pixels before the data, 118 behind, 48 above, 62 below. A class is a third of its height.
        using var picture = Picture.Read(folder["map.png"]);
        var area = new SKRectI(82, (picture.Height / 2) + 48, picture.Width - 118, picture.Height - 62);
        Assert.Equal("#08306b", Cell(0.2, 0));
        Assert.Equal("#ffffff", Cell(0.2, 2));
        Assert.Equal("#08306b", Cell(0.42, 2));
        Assert.Equal("#08306b", Cell(0.57, 2));
        Assert.Equal("#ffffff", Cell(0.62, 2));
        Assert.Equal("#ffffff", Cell(0.52, 0));
        Assert.True(Picture.Count(picture, "#c2410c") > 40);

        // Where the digit begins there is a line, also where nothing is likely.
        Assert.InRange(Picture.Count(picture, "#ffffff", Beside(0.35)), 0, (9 * 20) - 8);
        Assert.Equal(9 * 20, Picture.Count(picture, "#ffffff", Beside(0.2)));

        // White for what was said, above the bands.
        Assert.True(Picture.Count(picture, "#1f2937", new SKRectI(82, 48, picture.Width - 118, 90)) > 10);

        SKRectI Beside(double seconds)
        {
            var x = area.Left + (int)(area.Width * seconds);
            return new(x - 5, area.MidY - 10, x + 4, area.MidY + 10);
        }

        string Cell(double seconds, int row)
        {
            var pixel = picture.GetPixel(area.Left + (int)(area.Width * seconds), area.Top + (int)(area.Height * (row + .1) / 3));
            return $"#{pixel.Red:x2}{pixel.Green:x2}{pixel.Blue:x2}";
        }
    }

    [Fact]
    public void Plot_width_grows_with_the_duration_up_to_a_limit()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(900, Width(100));
        Assert.InRange(Width(300), 1_300, 1_500);
        Assert.Equal(2_000, Width(3_000));

        // One step is something to draw as well.
        PosteriorMap.Save(folder["one.png"], "", new(new double[1, 8], 0.01, 0.01), new(new double[1, 3], 0.01, 0.02), Classes, [], []);

        int Width(int frames)
        {
            PosteriorMap.Save(folder["map.png"], "", new(new double[frames, 8], 0, 0.01), new(new double[frames / 2, 3], 0, 0.02), Classes, [], []);
            using var picture = Picture.Read(folder["map.png"]);
            return picture.Width;
        }
    }

    [Fact]
    public void Missing_steps_and_wrong_number_of_names_are_errors()
    {
        Assert.StartsWith("There are 2 classes and 3 names.", Assert.Throws<ArgumentException>(() => PosteriorMap.Save("none.png", "", new(Features, 0, 1), new(new double[4, 2], 0, 1), Classes, [], [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are no steps to plot.", Assert.Throws<ArgumentException>(() => PosteriorMap.Save("none.png", "", new(Features, 0, 1), new(new double[0, 3], 0, 1), Classes, [], [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("There are no steps to plot.", Assert.Throws<ArgumentException>(() => PosteriorMap.Save("none.png", "", default, new(new double[1, 3], 0, 1), Classes, [], [])).Message, StringComparison.Ordinal);
    }
}
