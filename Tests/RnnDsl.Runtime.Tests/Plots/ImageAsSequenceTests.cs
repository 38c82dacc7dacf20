using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class ImageAsSequenceTests
{
    [Fact]
    public void Image_is_plotted_in_three_panels_with_its_first_row_on_top()
    {
        using var folder = new TemporaryFolder();
        var image = new double[28, 28];
        for (var column = 0; column < 28; column++)
            (image[0, column], image[1, column]) = (1, 1);
        ImageAsSequence.Save(folder["sequence.png"], image);

        using var picture = Picture.Read(folder["sequence.png"]);
        Assert.Equal((1500, 510), (picture.Width, picture.Height));

        // In the first panel two white rows of 28 lie above the black ones.
        Assert.Equal(SKColors.White, picture.GetPixel(280, 55));
        Assert.Equal(SKColors.White, picture.GetPixel(280, 70));
        Assert.Equal(SKColors.Black, picture.GetPixel(280, 90));
        Assert.Equal(SKColors.Black, picture.GetPixel(280, 440));

        // Arrows in the second panel alone, the rows' ink in the third.
        Assert.Equal(0, Picture.Count(picture, "#f97316", new SKRectI(0, 0, 500, 510)));
        Assert.True(Picture.Count(picture, "#f97316", new SKRectI(500, 0, 1000, 510)) > 2_000);
        Assert.True(Picture.Count(picture, "#ffedd5", new SKRectI(1000, 0, 1500, 510)) > 2_000);
    }

    [Fact]
    public void Image_of_any_shape_is_plotted_and_an_empty_one_is_an_error()
    {
        using var folder = new TemporaryFolder();
        ImageAsSequence.Save(folder["wide.png"], new double[1, 100]);
        Assert.True(File.Exists(folder["wide.png"]));
        Assert.StartsWith("The image has no pixels.", Assert.Throws<ArgumentException>(() => ImageAsSequence.Save(folder["none.png"], new double[0, 5])).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["none.png"]));
    }
}
