using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class ForecastIntervalsTests
{
    private static readonly double[] Flat = [.. Enumerable.Repeat(1.0, 24)];

    [Fact]
    public void Forecast_continues_the_history_within_its_prediction_interval()
    {
        using var folder = new TemporaryFolder();
        var panel = new ForecastIntervals.Panel("A forecast", "steps", "value", Flat, Flat)
        {
            Observed = [.. Flat.Select(static value => value + 1)],
            Interval = [.. Flat.Select(static value => (value - 2, value + 2))],
            IntervalName = "80% interval",
        };
        ForecastIntervals.Save(folder["one.png"], panel);
        using var picture = Picture.Read(folder["one.png"]);
        Assert.Equal((780, 400), (picture.Width, picture.Height));

        // The data's area is 82..762 across: the past on its left half, the forecast and the band on its right one, below the legend.
        var (left, right) = (new SKRectI(82, 180, 415, 330), new SKRectI(430, 48, 762, 338));
        Assert.Equal(0, Picture.Count(picture, "#0072b2", left));
        Assert.True(Picture.Count(picture, "#0072b2", right) > 300);
        Assert.True(Picture.Count(picture, "#d1e6f2", right) > 20_000);
        Assert.Equal(0, Picture.Count(picture, "#d1e6f2", left));
    }

    [Fact]
    public void Panel_without_observations_has_two_lines_and_panels_form_two_columns()
    {
        using var folder = new TemporaryFolder();
        var panel = new ForecastIntervals.Panel("A forecast", "steps", "value", Flat, [2, 3]);
        ForecastIntervals.Save(folder["three.png"], panel, panel, panel);
        using var picture = Picture.Read(folder["three.png"]);
        Assert.Equal((1560, 800), (picture.Width, picture.Height));

        // No area, but the rims of the lines.
        Assert.True(Picture.Count(picture, "#d1e6f2") < 1_000);
    }

    [Fact]
    public void Inconsistent_panels_are_errors()
    {
        using var folder = new TemporaryFolder();
        var panel = new ForecastIntervals.Panel("A forecast", "steps", "value", Flat, [2, 3]);
        Assert.StartsWith("There are no panels", Refused(), StringComparison.Ordinal);
        Assert.Contains("24 steps of history and 0 of a forecast", Refused(panel with { Forecast = [] }), StringComparison.Ordinal);
        Assert.Contains("a prediction interval of 1 steps, and a forecast of 2", Refused(panel with { Interval = [(1, 2)] }), StringComparison.Ordinal);
        Assert.Contains("observed values of 3 steps, and a forecast of 2", Refused(panel with { Observed = [1, 2, 3] }), StringComparison.Ordinal);

        string Refused(params ForecastIntervals.Panel[] panels) => Assert.Throws<ArgumentException>(() => ForecastIntervals.Save(folder["none.png"], panels)).Message;
    }
}
