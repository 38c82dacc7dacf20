using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class AttentionOverImageTests
{
    private const int Side = 160;
    private const int Gap = 8;
    private const int WordHeight = 28;
    private const string Light = "#ff8c1a";

    private static readonly string[] Words = ["a", "seven"];

    [Fact]
    public void First_panel_is_the_image_followed_by_one_attention_panel_per_word()
    {
        using var folder = new TemporaryFolder();
        var image = new double[4, 4];
        image[0, 3] = 1;

        // The first word attends to the lower left quarter, the second at the upper right one.
        AttentionOverImage.Save(folder["image.png"], image, Words, new float[,] { { 0, 0, 0.5f, 0 }, { 0, 1, 0, 0 } }, rows: 2, columns: 2);
        using var picture = Picture.Read(folder["image.png"]);
        Assert.Equal((Gap + (3 * (Side + Gap)), Side + WordHeight + Gap), (picture.Width, picture.Height));

        // By itself: a white pixel, 40 of the picture's wide, on the upper right, and black elsewhere.
        Assert.InRange(Picture.Count(picture, "#ffffff", Panel(0)), 38 * 38, 42 * 42);
        Assert.InRange(Picture.Count(picture, "#000000", Panel(0)), (Side * Side) - (42 * 42), (Side * Side) - (38 * 38));
        Assert.Equal(SKColors.White, At(0, across: 0.9, down: 0.1));

        // Four fifths of what is under the middle of the light are the light's; half way to the next place it is half as bright.
        Assert.Equal(new SKColor(204, 112, 21), At(1, across: 0.2, down: 0.8));
        Assert.InRange(At(1, across: 0.5, down: 0.8).Red, 98, 106);
        Assert.Equal(SKColors.Black, At(1, across: 0.8, down: 0.8));
        Assert.Equal(SKColors.White, At(1, across: 0.9, down: 0.1));
        Assert.Equal(SKColors.Black, At(2, across: 0.2, down: 0.8));
        Assert.Equal(new SKColor(255, 163, 72), At(2, across: 0.9, down: 0.1));

        // The words stand above their panels, and nothing above the first.
        Assert.True(Written(1) > 20 && Written(2) > Written(1));
        Assert.Equal(0, Written(0));

        static SKRectI Panel(int panel) => SKRectI.Create(Gap + (panel * (Side + Gap)), WordHeight, Side, Side);

        SKColor At(int panel, double across, double down) => picture.GetPixel(Panel(panel).Left + (int)(across * Side), WordHeight + (int)(down * Side));

        int Written(int panel) => (Side * WordHeight) - Picture.Count(picture, "#ffffff", SKRectI.Create(Panel(panel).Left, 0, Side, WordHeight));
    }

    [Fact]
    public void Many_words_are_laid_out_in_several_rows()
    {
        using var folder = new TemporaryFolder();
        string[] words = [.. Enumerable.Repeat("word", 7)];
        AttentionOverImage.Save(folder["many.png"], new double[2, 4], words, new float[7, 1], rows: 1, columns: 1, "Attention");
        using var picture = Picture.Read(folder["many.png"]);
        Assert.Equal((Gap + (7 * (Side + Gap)), 36 + (2 * ((Side / 2) + WordHeight + Gap))), (picture.Width, picture.Height));

        // Weights of zero give no light: eight black panels.
        Assert.Equal(0, Picture.Count(picture, Light));
        Assert.InRange(Picture.Count(picture, "#000000"), 0.97 * 8 * Side * (Side / 2), 1.03 * 8 * Side * (Side / 2));
    }

    [Fact]
    public void Inconsistent_image_words_and_weights_are_errors()
    {
        Assert.StartsWith("The weights are [2, 4], where 2 words and 3 × 2 positions are expected.", Refused(new double[4, 4], Words, new float[2, 4], 3), StringComparison.Ordinal);
        Assert.StartsWith("The weights are [3, 4], where 2 words", Refused(new double[4, 4], Words, new float[3, 4], 2), StringComparison.Ordinal);
        Assert.StartsWith("There are no words to plot.", Refused(new double[4, 4], [], new float[0, 4], 2), StringComparison.Ordinal);
        Assert.StartsWith("The image has no pixels.", Refused(new double[0, 4], Words, new float[2, 4], 2), StringComparison.Ordinal);

        static string Refused(double[,] image, string[] words, float[,] weights, int rows) =>
            Assert.Throws<ArgumentException>(() => AttentionOverImage.Save("none.png", image, words, weights, rows, columns: 2)).Message;
    }
}
