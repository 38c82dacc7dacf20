using System.Globalization;
using Spectre.Console;

namespace RnnDsl.Plots;

/// <summary>Writes shaded texts to a terminal: with background colours if it has them, otherwise with a list of the largest attention weights.</summary>
public static class ShadedTextConsole
{
    private const int Named = 4;

    // Weaker shades would be invisible on a dark terminal.
    private const double Faintest = 0.12;

    /// <summary>Writes a text: its caption, its words, and an empty line.</summary>
    /// <param name="console">The terminal.</param>
    /// <param name="text">The text.</param>
    public static void Write(this IAnsiConsole console, ShadedText text)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(text);
        if (console.Profile.Capabilities is not { Ansi: true, ColorSystem: not ColorSystem.NoColors })
            WritePlain(console, text);
        else
            WriteShaded(console, text);
        console.WriteLine();
    }

    private static void WriteShaded(IAnsiConsole console, ShadedText text)
    {
        var words = new Paragraph();
        for (var word = 0; word < text.Words.Count; word++)
            words.Append(word == 0 ? "" : " ").Append(text.Words[word], StyleOf(text, word));
        console.WriteLine(text.Caption, new Style(decoration: Decoration.Bold));
        console.Write(words);
        console.WriteLine();
    }

    private static Style StyleOf(ShadedText text, int word)
    {
        if (text.ShadeOf(word) < Faintest)
            return Style.Plain;
        var background = text.BackgroundOf(word);
        return new Style(foreground: background.IsDark ? Color.White : Color.Black, background: new Color(background.Red, background.Green, background.Blue));
    }

    /// <summary>Writes lines unwrapped, because a program may read them.</summary>
    private static void WritePlain(IAnsiConsole console, ShadedText text)
    {
        var strongest = text.Strongest(Named).Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Word} {100 * pair.Weight:0}%"));
        console.Profile.Out.Writer.WriteLine(text.Caption);
        console.Profile.Out.Writer.WriteLine("  " + string.Join(' ', text.Words));
        console.Profile.Out.Writer.WriteLine("  largest attention weights: " + string.Join(", ", strongest));
    }
}
