using RnnDsl.Plots;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class AlignmentMapTests
{
    private static readonly string[] Source = ["l'", "été", "arrive", "!"];
    private static readonly string[] Target = ["summer", "comes", "!"];

    [Fact]
    public void Source_words_are_columns_target_words_rows_and_large_weights_dark()
    {
        using var folder = new TemporaryFolder();
        AlignmentMap.Save(folder["map.png"], Source, Target, new double[,] { { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { 0, 0, 0, 0.5 } });

        // Cells of 40 pixels, the last of which end 116 pixels before the right edge and 20 above the lower one.
        using var picture = Picture.Read(folder["map.png"]);
        var (left, top) = (picture.Width - 116 - 160, picture.Height - 20 - 120);
        Assert.Equal(SKColor.Parse("#08306b"), Cell(0, 1));
        Assert.Equal(SKColor.Parse("#08306b"), Cell(1, 2));
        Assert.Equal(SKColors.White, Cell(0, 0));
        Assert.Equal(SKColors.White, Cell(2, 0));
        Assert.InRange(Cell(2, 3).Red, 40, 160);
        Assert.True(Written(new SKRectI(0, top, left - 2, picture.Height)) > 200);
        Assert.True(Written(new SKRectI(left, 0, picture.Width - 116, top - 2)) > 200);

        SKColor Cell(int row, int column) => picture.GetPixel(left + (40 * column) + 20, top + (40 * row) + 20);

        int Written(SKRectI area) => (area.Width * area.Height) - Picture.Count(picture, "#ffffff", area);
    }

    [Fact]
    public void Plot_grows_with_long_words_and_titles()
    {
        using var folder = new TemporaryFolder();
        var weights = new double[3, 4];
        AlignmentMap.Save(folder["short.png"], Source, Target, weights);
        AlignmentMap.Save(folder["long.png"], ["l'", "été", "anticonstitutionnellement", "!"], ["unconstitutionally", "comes", "!"], weights);
        AlignmentMap.Save(folder["titled.png"], Source, Target, weights, "A title that is wider than the few words below it");
        using var small = Picture.Read(folder["short.png"]);
        using var large = Picture.Read(folder["long.png"]);
        using var titled = Picture.Read(folder["titled.png"]);
        Assert.True(large.Width > small.Width + 50 && large.Height > small.Height + 100);
        Assert.True(titled.Width > small.Width + 50 && titled.Height > small.Height + 20);
        Assert.Equal(0, Picture.Count(large, "#1f2937", new SKRectI(0, 0, large.Width, 3)));
        Assert.Equal(0, Picture.Count(titled, "#000000", new SKRectI(0, 0, 3, titled.Height)));
        Assert.Equal(0, Picture.Count(titled, "#000000", new SKRectI(titled.Width - 3, 0, titled.Width, titled.Height)));
    }

    [Fact]
    public void Single_letters_are_upright_and_need_less_space_than_words()
    {
        using var folder = new TemporaryFolder();
        var weights = new double[2, 3];
        AlignmentMap.Save(folder["letters.png"], ["a", "b", "·"], ["b", "a"], weights);
        AlignmentMap.Save(folder["words.png"], ["ab", "b", "·"], ["b", "a"], weights);

        using var letters = Picture.Read(folder["letters.png"]);
        using var words = Picture.Read(folder["words.png"]);
        Assert.Equal(letters.Width, words.Width);
        Assert.True(letters.Height < words.Height);
    }

    [Fact]
    public void Cells_shrink_for_many_words()
    {
        using var folder = new TemporaryFolder();
        string[] words = [.. Enumerable.Repeat("mot", 60)];
        AlignmentMap.Save(folder["many.png"], words, words, new double[60, 60]);
        using var picture = Picture.Read(folder["many.png"]);
        Assert.InRange(picture.Width, 60 * 18, 1_800);
    }

    [Fact]
    public void Weights_of_another_shape_and_missing_words_are_errors()
    {
        var thrown = Assert.Throws<ArgumentException>(() => AlignmentMap.Save("none.png", Source, Target, new double[4, 3]));
        Assert.StartsWith("The weights are [4, 3], where the words are [3, 4].", thrown.Message, StringComparison.Ordinal);
        Assert.StartsWith("There are no words to plot.", Assert.Throws<ArgumentException>(() => AlignmentMap.Save("none.png", [], Target, new double[3, 0])).Message, StringComparison.Ordinal);
    }
}
