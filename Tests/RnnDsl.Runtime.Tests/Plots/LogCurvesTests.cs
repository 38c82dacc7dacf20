using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class LogCurvesTests
{
    private static readonly (double, double)[] Falling = [.. Enumerable.Range(0, 101).Select(static x => ((double)x, Math.Pow(10, -x / 10.0)))];

    [Fact]
    public void Exponential_is_a_straight_line()
    {
        using var folder = new TemporaryFolder();
        LogCurves.Save(folder["line.png"], new LogCurves.Panel("A line", "x", "y", [new(null, 1, Falling)]) { Range = (1e-10, 1) });

        using var picture = Picture.Read(folder["line.png"]);
        Assert.Equal((780, 520), (picture.Width, picture.Height));
        Assert.True(Picture.Count(picture, "#0072b2") > 1_000);

        // The data's area is 82..762 across, with a little room on the right, and 48..458 down: halfway there, halfway down.
        var middle = Enumerable.Range(48, 410).Where(y => Picture.Count(picture, "#0072b2", new SKRectI(412, y, 413, y + 1)) > 0).Average();
        Assert.InRange(middle, 245, 261);
    }

    [Theory]
    [InlineData(1.0, 4)]
    [InlineData(0.5, 8)]
    public void Whole_numbers_have_no_ticks_between_them(double step, int expected)
    {
        using var folder = new TemporaryFolder();
        LogCurves.Save(folder["epochs.png"], new LogCurves.Panel("Epochs", "epoch", "y", [new(null, 1, [.. Enumerable.Range(0, 1 + (int)(4 / step)).Select(x => (x * step, 1.0))])]) { Range = (1e-10, 1) });

        // A line of the grid at every tick but the first, which lies on the frame.
        using var picture = Picture.Read(folder["epochs.png"]);
        var isLine = Enumerable.Range(84, 676).Select(x => Picture.Count(picture, "#e5e7eb", new SKRectI(x, 100, x + 1, 104)) == 4).ToList();
        Assert.Equal(expected, isLine.Where((line, x) => line && (x == 0 || !isLine[x - 1])).Count());
    }

    [Fact]
    public void Panels_form_two_columns_and_values_without_logarithm_are_omitted()
    {
        using var folder = new TemporaryFolder();
        LogCurves.Panel[] panels =
        [
            new("Dashed", "x", "y", [new("a", 0, Falling, LogCurves.Look.Dashed)]),
            new("Points", "length", "y", [new("b", 2, [(10, 1), (100, 0.1), (1_000, 0.01)], LogCurves.Look.Points)]) { LogarithmicTicks = [10, 100, 1_000] },
            new("Holes", "x", "y", [new("c", 0, [(1, 0), (2, double.NaN), (3, -1), (4, double.PositiveInfinity), (5, 2), (6, 1)])]),
        ];
        LogCurves.Save(folder["panels.png"], panels);

        using var picture = Picture.Read(folder["panels.png"]);
        Assert.Equal(1040, picture.Height);
        var width = picture.Width / 2;
        Assert.True(Picture.Count(picture, "#d55e00", new SKRectI(0, 0, width, 520)) > 300);
        Assert.True(Picture.Count(picture, "#009e73", new SKRectI(width, 0, 2 * width, 520)) > 300);
        Assert.True(Picture.Count(picture, "#d55e00", new SKRectI(0, 520, width, 1040)) > 100);
        Assert.Equal(0, Picture.Count(picture, "#d55e00", new SKRectI(width, 0, 2 * width, 1040)));

        // The data end at 762; the legend is beside them and within the picture.
        Assert.True(width > 780);
        Assert.True(Picture.Count(picture, "#009e73", new SKRectI(width + 770, 0, 2 * width, 520)) > 10);
        Assert.Equal(0, Picture.Count(picture, "#1f2937", new SKRectI(width - 3, 60, width, 450)));
    }

    [Fact]
    public void Panel_without_points_is_empty_and_no_panels_are_an_error()
    {
        using var folder = new TemporaryFolder();
        LogCurves.Save(folder["empty.png"], new LogCurves.Panel("Nothing", "x", "y", [new("a name alone", 6, [], LogCurves.Look.Dashed), new(null, 0, [(1, 0)])]));
        LogCurves.Save(folder["one.png"], new LogCurves.Panel("A point", "x", "y", [new("a", 0, [(7, 3)], LogCurves.Look.Points)]) { LogarithmicTicks = [7] });
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.StartsWith("There are no panels to plot.", Assert.Throws<ArgumentException>(() => LogCurves.Save(folder["none.png"])).Message, StringComparison.Ordinal);
    }
}
