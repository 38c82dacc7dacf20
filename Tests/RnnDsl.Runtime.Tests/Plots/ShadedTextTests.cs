using RnnDsl.Plots;
using SkiaSharp;
using Spectre.Console;
using Xunit;

namespace RnnDsl.Runtime.Tests.Plots;

public sealed class ShadedTextTests
{
    private const string Colour = "#0f766e";

    private static readonly ShadedText Text = new("positive 97%", ["a", "lovely", "film", "."], [0.0, 0.8, 0.2, 0.0], Colour);

    [Fact]
    public void Words_above_the_uniform_weight_are_shaded_up_to_three_times_it()
    {
        Assert.Equal([0, 1, 0, 0], Shades(0.0, 0.9, 0.09, 0.01));
        Assert.Equal([0, 0.5, 0.1, 0], Shades(0.0, 0.5, 0.3, 0.2));
        Assert.Equal([0, 0, 0, 0], Shades(0.25, 0.25, 0.25, 0.25));
        Assert.Equal([0, 0, 0, 0], Shades(0, 0, 0, 0));

        static IEnumerable<double> Shades(params double[] weights) =>
            Enumerable.Range(0, 4).Select(word => Math.Round(new ShadedText("", ["a", "b", "c", "d"], weights, Colour).ShadeOf(word), 12));
    }

    [Fact]
    public void Invalid_words_weights_and_colours_are_errors()
    {
        Refused("There are no words to shade.", () => Made([], []));
        Refused("There are 2 words and 1 weights.", () => Made(["a", "b"], [1]));
        Refused("A weight is negative or NaN.", () => Made(["a"], [double.NaN]));
        Refused("'teal' is not a colour such as #0f766e.", () => Made(["a"], [1], "teal"));
        Refused("There are no texts to draw.", static () => ShadedTextPicture.Save("none.png", []));

        static void Made(string[] words, double[] weights, string colour = Colour) => _ = new ShadedText("", words, weights, colour);
        static void Refused(string message, Action made) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(made).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_shows_background_colours_or_a_list_of_the_largest_weights()
    {
        var coloured = Written(AnsiSupport.Yes, ColorSystemSupport.TrueColor);
        Assert.Matches(@"\n(\u001b\[0m)?a \u001b\[38;5;15;48;2;15;118;110mlovely", coloured);
        Assert.DoesNotContain("largest attention weights", coloured, StringComparison.Ordinal);

        Assert.Equal("positive 97%\n  a lovely film .\n  largest attention weights: lovely 80%, film 20%, a 0%, . 0%\n\n", Written(AnsiSupport.No, ColorSystemSupport.NoColors).ReplaceLineEndings("\n"));
        Assert.DoesNotContain('\u001b', Written(AnsiSupport.Yes, ColorSystemSupport.NoColors));
    }

    [Fact]
    public void Html_page_escapes_its_text_and_has_no_external_resources()
    {
        var page = ShadedTextPage.Render("Attention & <more>", [new("<b>", ["<script>", "\"quoted\"", "&"], [0.9, 0.1, 0], Colour)]);
        Assert.Contains("<h1>Attention &amp; &lt;more&gt;</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>&lt;b&gt;</h2>", page, StringComparison.Ordinal);
        Assert.Contains($"<span style=\"background:{Colour}82\" title=\"0.900\">&lt;script&gt;</span> <span", page, StringComparison.Ordinal);
        Assert.Contains($"<span style=\"background:{Colour}00\" title=\"0.000\">&amp;</span></p>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.Contains("color-scheme: light dark", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Image_height_grows_with_its_texts_and_words_are_shaded_by_weight()
    {
        using var folder = new TemporaryFolder();
        ShadedTextPicture.Save(folder["short.png"], [Text]);
        ShadedTextPicture.Save(folder["long.png"], [Text, new("negative", [.. Enumerable.Repeat("lengthy", 40)], [.. Enumerable.Repeat(0.025, 40)], "#c2410c")]);
        using var small = Picture.Read(folder["short.png"]);
        using var large = Picture.Read(folder["long.png"]);
        Assert.Equal(small.Width, large.Width);
        Assert.InRange(large.Height - small.Height, 3 * 34, 6 * 34);

        // One word has the full colour; nothing is drawn in the margins.
        Assert.True(Picture.Count(small, Colour) > 800);
        foreach (var picture in new[] { small, large })
        {
            Assert.Equal(picture.Width * 30, Picture.Count(picture, "#ffffff", new SKRectI(0, 0, picture.Width, 30)));
            Assert.Equal(picture.Height * 30, Picture.Count(picture, "#ffffff", new SKRectI(picture.Width - 30, 0, picture.Width, picture.Height)));
        }
    }

    private static string Written(AnsiSupport ansi, ColorSystemSupport colours)
    {
        using var writer = new StringWriter();
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = ansi, ColorSystem = colours, Out = new AnsiConsoleOutput(writer) }).Write(Text);
        return writer.ToString();
    }
}
