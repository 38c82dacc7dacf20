using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace RnnDsl.Text;

/// <summary>Splits texts of European languages into words and punctuation, and joins words to a text.</summary>
/// <remarks>
/// <para>
/// A text is normalised first: lower case (invariant), Unicode's NFC, ASCII forms of typographic apostrophes, hyphens, double quotes and
/// ellipses (<c>' - " ...</c>), without soft hyphens and zero-width spaces. White space of every kind separates,
/// no-break spaces included.
/// </para>
/// <para>
/// Punctuation is separate. Letters and digits joined by apostrophes or hyphens are one word (<c>don't</c>, <c>aujourd'hui</c>,
/// <c>peut-être</c>), with these exceptions: a French elision is a word with its apostrophe (<c>l' amour</c>,
/// <c>qu' il</c>), and so are an English ending (<c>tom 's</c>, <c>we 'll</c>) and a French pronoun after its verb, with its hyphen
/// (<c>donne -le -moi</c>, <c>a -t -il</c>). Numbers keep their points and commas, abbreviations such as <c>p.m.</c> their points.
/// </para>
/// <para>
/// <see cref="Join"/> is for display: it inserts the usual spaces, and the text splits into the same words again. (Exception: an abbreviation without its
/// last point, followed by a separate point: <c>u.s .</c> becomes <c>u.s.</c>) It does not undo the normalisation.
/// </para>
/// </remarks>
public sealed partial class WordTokenizer
{
    private const char NarrowNoBreakSpace = '\u202F';

    private static readonly SearchValues<char> Typographic = SearchValues.Create("’‘ʼ“”„…‐‑\u00AD\u200B\uFEFF");

    /// <summary>Whether <see cref="Split"/> converts letters to lower case.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Whether <see cref="Join"/> inserts a narrow no-break space before <c>; : ! ? »</c> and <c>%</c> and after <c>«</c>, as in French.</summary>
    public bool FrenchSpacing { get; init; }

    /// <summary>Splits a text into words; an empty array for a text without words.</summary>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public string[] Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = Plain(text);
        var words = new List<string>(plain.Length / 4);
        foreach (var piece in Piece().EnumerateMatches(plain))
            Cut(plain.AsSpan(piece.Index, piece.Length), words);
        return [.. words];
    }

    /// <summary>Joins words to a text with the usual spaces.</summary>
    public string Join(params IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var text = new StringBuilder();
        var (doubleQuote, singleQuote, joined) = (false, false, true);
        foreach (var word in words)
        {
            if (word.Length == 0)
                continue;
            var quote = word switch
            {
                "\"" => Quote(ref doubleQuote),
                "'" when singleQuote || !EndsWith(text, 's') => Quote(ref singleQuote),
                _ => Sides.None,
            };
            var sides = quote == Sides.None ? SidesOf(word) : quote;
            if (FrenchSpacing && text.Length > 0 && word is ";" or ":" or "!" or "?" or "»" or "%")
            {
                // "?!" is one mark.
                if (!(word is "!" or "?" && text[^1] is '!' or '?'))
                    text.Append(NarrowNoBreakSpace);
            }
            else if (!joined && (!sides.HasFlag(Sides.Before) || (word[0] == '.' && EndsWith(text, '.'))))
                text.Append(' ');
            text.Append(word);
            if (word == "«" && FrenchSpacing)
                text.Append(NarrowNoBreakSpace);
            joined = sides.HasFlag(Sides.Behind);
        }

        return text.ToString();
    }

    /// <summary>The sides on which a word has no space.</summary>
    [Flags]
    private enum Sides
    {
        None = 0,
        Before = 1,
        Behind = 2,
    }

    private static Sides SidesOf(string word) => word switch
    {
        // After a letter s: the plural's apostrophe.
        "'" => Sides.Before,
        "(" or "[" or "{" or "«" or "¿" or "¡" or "$" or "£" => Sides.Behind,
        "/" => Sides.Before | Sides.Behind,
        _ when word[0] is '.' or ',' or ';' or ':' or '!' or '?' or '‽' or ')' or ']' or '}' or '»' or '%' => Sides.Before,
        _ when word.Length > 1 && word[0] is '\'' or '-' && char.IsLetter(word[1]) => Sides.Before,
        _ when word.Length > 1 && word[^1] == '\'' => Sides.Behind,
        _ => Sides.None,
    };

    /// <summary>An opening quote has no space after it, the next one is closing and has no space before it.</summary>
    private static Sides Quote(ref bool open)
    {
        open = !open;
        return open ? Sides.Behind : Sides.Before;
    }

    private static bool EndsWith(StringBuilder text, char letter) => text.Length > 0 && text[^1] == letter;

    private string Plain(string text)
    {
        var plain = (LowerCase ? text.ToLowerInvariant() : text).Normalize(NormalizationForm.FormC);
        if (!plain.AsSpan().ContainsAny(Typographic))
            return plain;
        var result = new StringBuilder(plain.Length);
        foreach (var character in plain)
        {
            _ = character switch
            {
                '’' or '‘' or 'ʼ' => result.Append('\''),
                '“' or '”' or '„' => result.Append('"'),
                '…' => result.Append("..."),
                '‐' or '‑' => result.Append('-'),
                '\u00AD' or '\u200B' or '\uFEFF' => result,
                _ => result.Append(character),
            };
        }

        return result.ToString();
    }

    /// <summary>Cuts elisions off the start of a piece, endings and pronouns off its end.</summary>
    private static void Cut(ReadOnlySpan<char> piece, List<string> words)
    {
        while (piece.Contains('\'') && First(Elision(), piece) is > 0 and var length)
        {
            words.Add(piece[..length].ToString());
            piece = piece[length..];
        }

        var place = words.Count;
        while (piece.IndexOfAny('\'', '-') > 0 && First(Ending(), piece) is > 0 and var length)
        {
            words.Insert(place, piece[^length..].ToString());
            piece = piece[..^length];
        }

        words.Insert(place, piece.ToString());
    }

    private static int First(Regex regex, ReadOnlySpan<char> piece)
    {
        foreach (var match in regex.EnumerateMatches(piece))
            return match.Length;
        return 0;
    }

    /// <summary>An abbreviation with points, a number, a word, a sequence of points or hyphens, or any other character.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{M}\p{N}])\p{L}(?:\.\p{L}(?![\p{L}\p{M}\p{N}]))+\.?|\p{N}+(?:[.,:]\p{N}+)+|[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*|\.{2,}|-{2,}|[\uD800-\uDBFF][\uDC00-\uDFFF]|\S", RegexOptions.CultureInvariant)]
    private static partial Regex Piece();

    [GeneratedRegex(@"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[\p{L}\p{N}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Elision();

    [GeneratedRegex(@"(?<!^)(?:'(?:s|m|d|re|ve|ll)|-(?:je|tu|il|elle|on|nous|vous|ils|elles|moi|toi|le|la|les|lui|leur|y|en|ce|ci|là|t))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
