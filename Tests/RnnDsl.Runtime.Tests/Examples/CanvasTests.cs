using RnnDsl.Examples.Caption;
using RnnDsl.Runtime.Tests.Data;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Canvases, and their captions.</summary>
public sealed class CanvasTests
{
    /// <summary>Each digit is a block of a distinct grey value, which identifies it on a canvas.</summary>
    private const int Block = 10;

    private static readonly string[] Names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    [Theory]
    [InlineData("a seven above a three", 7, 30, 10, 3, 25, 40)]
    [InlineData("a seven above a three", 3, 25, 40, 7, 30, 10)]
    [InlineData("an eight left of a zero", 8, 5, 20, 0, 40, 26)]
    [InlineData("a zero right of an eight", 0, 40, 20, 8, 5, 26)]
    [InlineData("a seven above a three, left of a one", 7, 5, 5, 1, 40, 30, 3, 8, 22)]
    [InlineData("a two left of a two, right of a two", 2, 5, 15, 2, 25, 5, 2, 45, 10)]
    public void Captions_start_with_the_highest_digit_and_the_larger_distance_decides_the_relation(string caption, params int[] digits)
    {
        var placed = digits.Chunk(3).Select(static digit => new PlacedDigit(digit[0], digit[1], digit[2], Block, Block)).ToList();
        Assert.True(Captions.AreClear(placed) || caption.Contains("two", StringComparison.Ordinal));
        Assert.Equal(caption, Captions.Text(Captions.Words(placed)));
        Assert.DoesNotContain(SpecialTokens.Unknown, Captions.Vocabulary.Encode(Captions.Words(placed)));
    }

    [Theory]
    [InlineData(true, 10, 10, 40, 15)]
    [InlineData(false, 10, 10, 40, 14)] // hardly lower
    [InlineData(true, 10, 10, 30, 35)]
    [InlineData(false, 10, 10, 30, 34)] // about as far aside as below
    [InlineData(false, 10, 10, 30, 26)]
    [InlineData(true, 10, 10, 30, 25)]
    public void Caption_is_unambiguous_if_positions_differ_by_five_pixels(bool clear, params int[] places) =>
        Assert.Equal(clear, Captions.AreClear(places.Chunk(2).Select(static place => new PlacedDigit(1, place[0], place[1], Block, Block))));

    [Fact]
    public void Every_caption_describes_its_canvas()
    {
        using var folder = new TemporaryFolder();
        using var digits = Blocks(folder.Path);
        var canvases = new CanvasGenerator(digits, ..).Draw(new RandomSource(1), 400);
        var words = new HashSet<string>();
        foreach (var canvas in canvases)
        {
            var found = Found(canvas.Pixels);
            Assert.Equal(canvas.Digits, found.Count);
            Assert.InRange(found.Count, 2, 3);
            Assert.Equal(Described(found), Captions.Text(canvas.Words));
            Assert.True(canvas.Words.Count < Captions.Longest);
            words.UnionWith(canvas.Words);
        }

        // All words occur, and about as many canvases have two digits as three.
        Assert.Equal(Captions.Vocabulary.Count - SpecialTokens.Count, words.Count);
        Assert.InRange(canvases.Count(static canvas => canvas.Digits == 2), 160, 240);
    }

    [Fact]
    public void Equal_seeds_give_equal_canvases_of_the_given_digits()
    {
        using var folder = new TemporaryFolder();
        using var digits = Blocks(folder.Path);
        var painter = new CanvasGenerator(digits, 3..5);
        var drawn = painter.Draw(new RandomSource(7), 20);
        Assert.Equal(drawn.Select(static canvas => canvas.Pixels), painter.Draw(new RandomSource(7), 30).Take(20).Select(static canvas => canvas.Pixels));
        Assert.NotEqual(drawn[0].Pixels, painter.Draw(new RandomSource(8), 1)[0].Pixels);
        Assert.Equal(["four", "three"], drawn.SelectMany(static canvas => canvas.Words).Where(Captions.IsDigit).Distinct().Order());
    }

    [Theory]
    [InlineData(null, "a one above a two")]
    [InlineData(CaptionMistake.Digit, "an eight above a two")]
    [InlineData(CaptionMistake.Relation, "a one left of a two")]
    [InlineData(CaptionMistake.More, "a two above a one , left of a two")]
    [InlineData(CaptionMistake.More, "a three left of a two")]
    internal void A_mistake_is_a_digit_a_relation_or_more(CaptionMistake? mistake, string written) =>
        Assert.Equal(mistake, CaptionMistakes.Find(["a", "one", "above", "a", "two"], written.Split(' ')));

    /// <summary>Ten images, of each digit d one, that have a block of the grey value 100 + d and nothing else.</summary>
    private static LabelledImages Blocks(string folder)
    {
        TinyMnist.Write(folder, training: 10, test: 10, packed: false);
        var pixels = new byte[10 * 28 * 28];
        for (var digit = 0; digit < 10; digit++)
        {
            for (var row = 0; row < Block; row++)
                pixels.AsSpan((((digit * 28) + 5 + row) * 28) + 12, Block).Fill((byte)(100 + digit));
        }

        File.WriteAllBytes(Path.Combine(folder, "train-images-idx3-ubyte"), TinyMnist.Idx([10, 28, 28], pixels));
        var data = new DataSetResolver { Path = folder }.ResolveAsync(DataSets.Mnist).GetAwaiter().GetResult();
        return LabelledImages.Read(data, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", 28, 28, 10);
    }

    /// <summary>The blocks of a canvas by their upper left corners, from the top.</summary>
    private static List<(int Digit, int X, int Y)> Found(byte[] pixels)
    {
        var found = new List<(int Digit, int X, int Y)>();
        for (var place = 0; place < pixels.Length; place++)
        {
            var (y, x) = Math.DivRem(place, Canvas.Size);
            if (pixels[place] == 0 || found.Any(block => x >= block.X && x < block.X + Block && y >= block.Y && y < block.Y + Block))
                continue;
            found.Add((pixels[place] - 100, x, y));
            for (var row = y; row < y + Block; row++)
                Assert.Equal(-1, pixels.AsSpan((row * Canvas.Size) + x, Block).IndexOfAnyExcept(pixels[place]));
        }
        Assert.Equal(found.Count * Block * Block, pixels.Count(static pixel => pixel > 0));
        return found;
    }

    private static string Described(List<(int Digit, int X, int Y)> fromTop)
    {
        var first = fromTop[0];
        return Named(first.Digit) + string.Join(",", fromTop.Skip(1).Select(other =>
        {
            var (aside, below) = (other.X - first.X, other.Y - first.Y);
            Assert.True(below >= 5 && Math.Abs(below - Math.Abs(aside)) >= 5);
            return $" {(below > Math.Abs(aside) ? "above" : aside > 0 ? "left of" : "right of")} {Named(other.Digit)}";
        }));

        static string Named(int digit) => $"{(digit == 8 ? "an" : "a")} {Names[digit]}";
    }
}
