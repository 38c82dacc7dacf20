namespace RnnDsl.Generator.Equations;

/// <summary>The LaTeX commands in formulas of cells.</summary>
internal static class Latex
{
    private static readonly HashSet<string> IgnoredWords = new(StringComparer.Ordinal)
    {
        "left", "right", "middle", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "bigm", "Bigm", "quad", "qquad", "enspace", "enskip",
        "thinspace", "medspace", "thickspace", "negthinspace", "hfill", "nonumber", "notag", "displaystyle", "textstyle", "scriptstyle", "limits", "noindent", "allowbreak", "hline", "boxed",
    };

    private static readonly HashSet<string> IgnoredWithArgument = new(StringComparer.Ordinal) { "begin", "end", "label", "tag", "hspace", "vspace", "mspace", "color", "textcolor", "phantom", "hphantom", "vphantom" };

    /// <summary>Commands that set the type of the rest of a group.</summary>
    private static readonly HashSet<string> Switches = new(StringComparer.Ordinal) { "bf", "rm", "it", "sf", "tt", "cal", "em", "bfseries", "itshape", "rmfamily", "boldmath", "mit" };

    private static readonly HashSet<string> Definitions = new(StringComparer.Ordinal) { "coloneqq", "coloneq", "triangleq", "leftarrow", "gets", "equiv", "doteq", "defeq" };

    /// <summary>Alphabets whose letters are other names than the plain ones.</summary>
    private static readonly Dictionary<string, string> OtherAlphabets = new(StringComparer.Ordinal)
    {
        ["mathcal"] = "cal",
        ["mathscr"] = "cal",
        ["cal"] = "cal",
        ["mathbb"] = "bb",
        ["mathfrak"] = "frak",
    };

    private static readonly HashSet<string> Styles = new(StringComparer.Ordinal)
    {
        "mathbf", "mathrm", "mathit", "mathsf", "mathtt", "mathcal", "mathscr", "mathfrak", "mathbb", "mathnormal", "boldsymbol", "bm", "pmb", "text", "textbf", "textit", "textrm", "textsf",
        "texttt", "textsc", "operatorname", "mbox", "mathop", "ensuremath", "symbf", "symbfit", "bs",
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
        ["bigodot"] = TokenKind.Times,
        ["bigcirc"] = TokenKind.Times,
        ["div"] = TokenKind.Slash,
        ["lbrace"] = TokenKind.OpenParenthesis,
        ["rbrace"] = TokenKind.CloseParenthesis,
        ["lparen"] = TokenKind.OpenParenthesis,
        ["rparen"] = TokenKind.CloseParenthesis,
        ["cdot"] = TokenKind.Dot,
        ["bullet"] = TokenKind.Dot,
        ["lbrack"] = TokenKind.OpenBracket,
        ["rbrack"] = TokenKind.CloseBracket,
        ["gt"] = TokenKind.Greater,
        ["lt"] = TokenKind.Less,
        ["ge"] = TokenKind.AtLeast,
        ["geq"] = TokenKind.AtLeast,
        ["geqslant"] = TokenKind.AtLeast,
        ["le"] = TokenKind.AtMost,
        ["leq"] = TokenKind.AtMost,
        ["leqslant"] = TokenKind.AtMost,
        ["ne"] = TokenKind.NotEqual,
        ["neq"] = TokenKind.NotEqual,
        ["land"] = TokenKind.And,
        ["wedge"] = TokenKind.And,
        ["lor"] = TokenKind.Or,
        ["vee"] = TokenKind.Or,
        ["mod"] = TokenKind.Mod,
        ["bmod"] = TokenKind.Mod,
        ["pmod"] = TokenKind.Mod,
    };

    public static bool IsIgnored(string word) => IgnoredWords.Contains(word);

    /// <summary>Whether a command in a subscript or superscript is for layout only: the brackets of h^{\langle t \rangle}.</summary>
    public static bool IsSetting(string word) => IsIgnored(word) || word is "langle" or "rangle" or "lt" or "gt";

    public static bool IsIgnoredWithArgument(string word) => IgnoredWithArgument.Contains(word);

    public static bool IsStyle(string word) => Styles.Contains(word);

    public static bool IsSwitch(string word) => Switches.Contains(word);

    /// <summary>Whether the argument of a style is one word.</summary>
    public static bool IsText(string word) => word.StartsWith("text", StringComparison.Ordinal) || word is "mathrm" or "mathsf" or "mathtt" or "mathit" or "operatorname" or "mbox" or "mathop";

    /// <summary>The alphabet of a style whose letters are other names; null for type faces.</summary>
    public static string? Alphabet(string word) => OtherAlphabets.TryGetValue(word, out var alphabet) ? alphabet : null;

    public static bool IsFraction(string word) => word is "frac" or "dfrac" or "tfrac" or "cfrac" or "nicefrac" or "sfrac";

    public static bool IsDefinition(string word) => Definitions.Contains(word);

    public static bool IsBreak(string word) => word is "newline" or "cr" or "tabularnewline";

    public static bool IsCases(string environment) => environment.EndsWith("cases", StringComparison.Ordinal) || environment == "cases*";

    /// <summary>Whether an environment is a column of values in brackets.</summary>
    public static bool IsMatrix(string environment) => environment is "bmatrix" or "pmatrix" or "matrix" or "smallmatrix";

    /// <summary>Whether an environment has an argument for its columns.</summary>
    public static bool HasColumns(string environment) => environment is "array" or "tabular" or "alignat" or "alignat*" or "alignedat";

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
