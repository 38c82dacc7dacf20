namespace RnnDsl.Generator.Equations;

/// <summary>The LaTeX commands in formulas of cells.</summary>
internal static class Latex
{
    private static readonly HashSet<string> IgnoredWords = new(StringComparer.Ordinal)
    {
        "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "quad", "qquad", "nonumber", "notag", "displaystyle", "limits",
    };

    private static readonly HashSet<string> IgnoredWithArgument = new(StringComparer.Ordinal) { "begin", "end", "label", "tag" };

    private static readonly HashSet<string> Styles = new(StringComparer.Ordinal)
    {
        "mathbf", "mathrm", "mathit", "mathsf", "mathtt", "mathcal", "mathbb", "mathnormal", "boldsymbol", "bm", "pmb", "text", "textbf", "textit", "textrm", "textsf",
        "operatorname", "mbox", "mathop", "ensuremath",
    };

    private static readonly Dictionary<string, char> Accents = new(StringComparer.Ordinal)
    {
        ["tilde"] = '\u0303',
        ["widetilde"] = '\u0303',
        ["hat"] = '\u0302',
        ["widehat"] = '\u0302',
        ["bar"] = '\u0304',
        ["overline"] = '\u0304',
        ["dot"] = '\u0307',
        ["ddot"] = '\u0308',
        ["check"] = '\u030C',
        ["acute"] = '\u0301',
        ["grave"] = '\u0300',
        ["breve"] = '\u0306',
        ["vec"] = '\u20D7',
    };

    private static readonly Dictionary<string, string> Letters = MakeLetters();

    private static readonly Dictionary<string, TokenKind> Signs = new(StringComparer.Ordinal)
    {
        ["odot"] = TokenKind.Times,
        ["circ"] = TokenKind.Times,
        ["ast"] = TokenKind.Times,
        ["otimes"] = TokenKind.Times,
        ["cdot"] = TokenKind.Dot,
        ["bullet"] = TokenKind.Dot,
        ["lbrack"] = TokenKind.OpenBracket,
        ["rbrack"] = TokenKind.CloseBracket,
    };

    public static bool IsIgnored(string word) => IgnoredWords.Contains(word);

    /// <summary>Whether a command in a subscript or superscript is for layout only: the brackets of h^{\langle t \rangle}.</summary>
    public static bool IsSetting(string word) => IsIgnored(word) || word is "langle" or "rangle" or "lt" or "gt";

    public static bool IsIgnoredWithArgument(string word) => IgnoredWithArgument.Contains(word);

    public static bool IsStyle(string word) => Styles.Contains(word);

    public static char? Accent(string word) => Accents.TryGetValue(word, out var accent) ? accent : null;

    /// <summary>A Greek letter or a function name that is a LaTeX command.</summary>
    public static string? Letter(string word) =>
        Letters.TryGetValue(word, out var letter) ? letter
        : EquationFunction.Find(word) is not null ? word
        : null;

    public static TokenKind? Sign(string word) => Signs.TryGetValue(word, out var kind) ? kind : null;

    private static Dictionary<string, string> MakeLetters()
    {
        var letters = new Dictionary<string, string>(StringComparer.Ordinal) { ["varepsilon"] = "ε", ["vartheta"] = "θ", ["varphi"] = "φ", ["varrho"] = "ρ", ["varsigma"] = "σ", ["ell"] = "ℓ" };
        for (var letter = 'α'; letter <= 'ω'; letter++)
        {
            var name = CellName.GreekName(letter);
            letters[name] = letter.ToString();
            if (letter != 'ς')
            {
                letters[char.ToUpperInvariant(name[0]) + name.Substring(1)] = ((char)(letter - 'α' + 'Α')).ToString();
            }
        }

        letters["sigma"] = "σ";
        return letters;
    }
}
