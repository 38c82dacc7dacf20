using RnnDsl.Playground.Digits;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>The conversion of drawings to the format of MNIST.</summary>
public sealed class DigitImageTests
{
    [Fact]
    public void Size_and_position_of_a_drawing_do_not_matter()
    {
        var small = DigitImage.Of(Bar(60, left: 25, top: 10, width: 5, height: 20), 60)!;
        Assert.Equal(small, DigitImage.Of(Bar(60, left: 2, top: 39, width: 5, height: 20), 60));
        Assert.Equal(small, DigitImage.Of(Bar(300, left: 200, top: 13, width: 50, height: 200), 300));
    }

    [Fact]
    public void Ink_is_20_pixels_high_and_centred()
    {
        var image = DigitImage.Of(Bar(300, left: 200, top: 13, width: 50, height: 200), 300)!;
        var inked = Enumerable.Range(0, image.Length).Where(i => image[i] > 0).ToList();
        Assert.Equal(100, inked.Count);
        Assert.All(inked, i => Assert.Equal(byte.MaxValue, image[i]));
        Assert.Equal((4, 23), (inked.Min(static i => i / 28), inked.Max(static i => i / 28)));
        Assert.Equal((12, 16), (inked.Min(static i => i % 28), inked.Max(static i => i % 28)));
    }

    [Fact]
    public void A_single_pixel_fills_the_frame_and_faint_pixels_are_no_ink()
    {
        var image = DigitImage.Of(Bar(9, 0, 0, 1, 1), 9)!;
        Assert.Equal(400, image.Count(static pixel => pixel == byte.MaxValue));
        Assert.Null(DigitImage.Of(new byte[81], 9));
        Assert.Null(DigitImage.Of([.. Enumerable.Repeat((byte)31, 81)], 9));
    }

    [Theory]
    [InlineData(1, 400)]
    [InlineData(400, 1)]
    [InlineData(17, 23)]
    public void Drawings_of_any_shape_stay_inside(int width, int height)
    {
        var image = DigitImage.Of([.. Enumerable.Repeat(byte.MaxValue, width * height)], width)!;
        Assert.Equal(28 * 28, image.Length);
        Assert.Equal(20, Math.Max(Enumerable.Range(0, 28).Count(row => image.AsSpan(row * 28, 28).ContainsAnyExcept((byte)0)), Enumerable.Range(0, 28).Count(column => Enumerable.Range(0, 28).Any(row => image[(row * 28) + column] > 0))));
    }

    private static byte[] Bar(int side, int left, int top, int width, int height)
    {
        var pixels = new byte[side * side];
        for (var row = top; row < top + height; row++)
            pixels.AsSpan((row * side) + left, width).Fill(byte.MaxValue);
        return pixels;
    }
}
