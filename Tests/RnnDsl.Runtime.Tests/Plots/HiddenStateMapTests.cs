using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class HiddenStateMapTests
{
    [Fact]
    public void Time_is_horizontal_units_are_vertical_and_zero_is_white()
    {
        using var folder = new TemporaryFolder();
        var forward = new double[28, 128];
        for (var t = 14; t < 28; t++)
        {
            for (var unit = 0; unit < 64; unit++)
                (forward[t, unit], forward[t - 14, unit + 64]) = (1, -1);
        }
        HiddenStateMap.Save(folder["states.png"], "time", new("forward", forward), new("backward", new double[28, 128]));

        using var picture = Picture.Read(folder["states.png"]);
        Assert.Equal((1400, 640), (picture.Width, picture.Height));
        Assert.Equal(SKColor.Parse("#67001f"), picture.GetPixel(480, 150));    // late steps of the first units
        Assert.Equal(SKColor.Parse("#053061"), picture.GetPixel(200, 450));    // early steps of the last units
        Assert.Equal(SKColor.Parse("#f7f7f7"), picture.GetPixel(200, 150));
        Assert.Equal(SKColor.Parse("#f7f7f7"), picture.GetPixel(1000, 300));   // and the range is common to both panels
    }

    [Fact]
    public void All_zero_states_are_plotted_and_no_states_are_an_error()
    {
        using var folder = new TemporaryFolder();
        HiddenStateMap.Save(folder["zeros.png"], "time", new HiddenStateMap.Direction("forward", new double[3, 2]));
        using var picture = Picture.Read(folder["zeros.png"]);
        Assert.Equal(700, picture.Width);
        Assert.StartsWith("There are no states to plot.", Assert.Throws<ArgumentException>(() => HiddenStateMap.Save(folder["none.png"], "time")).Message, StringComparison.Ordinal);
    }
}
