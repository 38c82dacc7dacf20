using System.Text;
using System.Text.RegularExpressions;

namespace RnnDsl.Metrics;

/// <summary>The tokenizers of BLEU.</summary>
public enum BleuTokenizer
{
    /// <summary>The tokenizer of mteval-v13a.pl, sacrebleu's <c>13a</c>: for plain text.</summary>
    Mteval13a,

    /// <summary>Splits at white space, sacrebleu's <c>none</c>: for tokenized text.</summary>
    None,
}

/// <summary>The implementations of the tokenizers.</summary>
internal static partial class BleuWords
{
    public static string[] Split(string text, BleuTokenizer tokenizer)
    {
        var end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
            end--;
        return OnSpaces(tokenizer == BleuTokenizer.Mteval13a ? Mteval13a(text[..end]) : text[..end]);
    }

    private static string Mteval13a(string text)
    {
        var plain = text
            .Replace("<skipped>", "", StringComparison.Ordinal)
            .Replace("-\n", "", StringComparison.Ordinal)
            .Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal);
        var apart = Symbol().Replace($" {plain} ", " $& ");
        apart = PointAfterOther().Replace(apart, "$1 $2 ");
        apart = PointBeforeOther().Replace(apart, " $1 $2");
        return DashAfterDigit().Replace(apart, "$1 $2 ");
    }

    private static string[] OnSpaces(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in text.Append(' '))
        {
            if (!IsSpace(character))
            {
                word.Append(character);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        return [.. words];
    }

    /// <summary>White space as in Python: .NET's and four more control characters.</summary>
    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1C' and <= '\x1F';

    /// <summary>Every ASCII symbol except the apostrophe, comma, hyphen and full stop.</summary>
    [GeneratedRegex(@"[{-~\[-` -&(-+:-@/]")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"([^0-9])([.,])")]
    private static partial Regex PointAfterOther();

    [GeneratedRegex(@"([.,])([^0-9])")]
    private static partial Regex PointBeforeOther();

    [GeneratedRegex(@"([0-9])(-)")]
    private static partial Regex DashAfterDigit();
}
