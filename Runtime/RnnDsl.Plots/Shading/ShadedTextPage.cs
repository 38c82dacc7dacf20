using System.Globalization;
using System.Net;
using System.Text;
using RnnDsl.Files;

namespace RnnDsl.Plots;

/// <summary>Shaded texts as a self-contained web page: no scripts, no external resources, light and dark colours.</summary>
public static class ShadedTextPage
{
    // The maximum opacity at which text is legible in both colour schemes.
    private const double Strongest = 0.6;

    private const string Style =
        """
        :root { color-scheme: light dark; }
        body { font: 17px/1.9 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.35rem; line-height: 1.3; }
        h2 { font-size: .85rem; font-weight: 600; margin: 1.4rem 0 .1rem; opacity: .75; }
        p { margin: 0; }
        span { border-radius: .25em; padding: .12em .22em; }
        footer { margin-top: 2rem; font-size: .85rem; opacity: .75; line-height: 1.5; }
        """;

    /// <summary>Writes the page atomically. A tooltip shows the weight of each word.</summary>
    /// <param name="path">The path of the page; its folder is created.</param>
    /// <param name="title">The title of the page.</param>
    /// <param name="texts">The texts.</param>
    public static void Save(string path, string title, IReadOnlyList<ShadedText> texts)
    {
        ArgumentNullException.ThrowIfNull(path);
        var page = Render(title, texts);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The page as HTML.</summary>
    /// <inheritdoc cref="Save"/>
    public static string Render(string title, IReadOnlyList<ShadedText> texts)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(texts);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Escaped(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{Escaped(title)}</h1>\n");
        foreach (var text in texts)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Escaped(text.Caption)}</h2>\n<p>");
            page.AppendJoin(' ', Enumerable.Range(0, text.Words.Count).Select(word => Word(text, word))).Append("</p>\n");
        }
        return page.Append("<footer>The shade of a word shows its attention weight; words without shade have at most the mean weight.</footer>\n</body>\n</html>\n").ToString();
    }

    private static string Word(ShadedText text, int word)
    {
        var opacity = (int)Math.Round(byte.MaxValue * Strongest * text.ShadeOf(word));
        return string.Create(CultureInfo.InvariantCulture, $"<span style=\"background:{text.Colour}{opacity:x2}\" title=\"{text.Weights[word]:0.000}\">{Escaped(text.Words[word])}</span>");
    }

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
