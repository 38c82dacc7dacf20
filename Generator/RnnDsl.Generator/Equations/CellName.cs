using System.Globalization;
using System.Text;

namespace RnnDsl.Generator.Equations;

/// <summary>A name in equations.</summary>
/// <param name="Key">The plain form: h_tilde for h̃ and h~, alpha for α. Names with the same key are the same name, and the key is the parameter's name in a state_dict.</param>
/// <param name="Display">The name as written, without the time.</param>
internal sealed record CellName(string Key, string Display)
{
    private static readonly Dictionary<char, string> Accents = new()
    {
        ['\u0303'] = "_tilde",
        ['\u0302'] = "_hat",
        ['\u0304'] = "_bar",
        ['\u0305'] = "_bar",
        ['\u0307'] = "_dot",
        ['\u0308'] = "_ddot",
        ['\u030C'] = "_check",
        ['\u0301'] = "_acute",
        ['\u0300'] = "_grave",
        ['\u0306'] = "_breve",
        ['\u20D7'] = "_vec",
    };

    private static readonly string[] Greek =
    [
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho",
        "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega",
    ];

    public bool Equals(CellName? other) => other is not null && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode();

    /// <summary>A base with its accents, then subscripts.</summary>
    /// <param name="letters">The base as written; <c>~</c> and <c>^</c> behind it are accents.</param>
    /// <param name="subscripts">The subscripts, without the time.</param>
    /// <param name="primes">The number of primes.</param>
    /// <param name="superscripts">The superscripts that are marks, without the time.</param>
    public static CellName Of(string letters, IEnumerable<string> subscripts, int primes, IEnumerable<string>? superscripts = null)
    {
        var display = letters.Replace('~', '\u0303').Replace('^', '\u0302');
        var key = Plain(display) is { Length: > 0 } plain ? plain : "p";
        key += Alphabets.Of(letters) is { } alphabet ? "_" + alphabet : "";
        foreach (var subscript in subscripts)
        {
            key += "_" + Plain(subscript);
            display += subscript.Length == 1 || subscript.All(IsPlain) ? "_" + subscript : "_{" + subscript + "}";
        }

        foreach (var superscript in superscripts ?? [])
        {
            key += "_" + Plain(superscript);
            display += "^{(" + superscript + ")}";
        }

        for (var prime = 0; prime < primes; prime++)
        {
            key += "_prime";
            display += "′";
        }

        // A base may consist of marks only, and no C# name starts with one.
        return new CellName(char.IsLetter(key[0]) ? key : "p" + key, display.Normalize(NormalizationForm.FormC));
    }

    /// <summary>h̃ for h.</summary>
    public string WithTilde() => With('\u0303').Display;

    /// <summary>ĥ for h.</summary>
    public string WithHat() => With('\u0302').Display;

    /// <summary>The name with an accent over its letter.</summary>
    public CellName With(char accent)
    {
        var letters = char.IsHighSurrogate(Display[0]) ? 2 : 1;
        while (letters < Display.Length && (char.IsLetterOrDigit(Display[letters]) || CharUnicodeInfo.GetUnicodeCategory(Display[letters]) == UnicodeCategory.NonSpacingMark))
        {
            letters++;
        }

        var display = (Display.Substring(0, letters) + accent + Display.Substring(letters)).Normalize(NormalizationForm.FormC);
        var end = Key.IndexOf('_') is >= 0 and var mark ? mark : Key.Length;
        return new CellName(Key.Substring(0, end) + Accents[accent] + Key.Substring(end), display);
    }

    /// <summary>Whether a superscript is part of the name.</summary>
    public bool HasSuperscript => Display.Contains('^');

    /// <summary>Wᵀ for W.</summary>
    public CellName Transposed() => new(Key, Display + "ᵀ");

    /// <summary>alpha for α.</summary>
    public static string GreekName(char small) => Greek[small - 'α'];

    /// <summary>The name with a time.</summary>
    public string At(TimeIndex time) => Display + time switch
    {
        TimeIndex.Now => "_t",
        TimeIndex.Previous => "_{t-1}",
        _ => "",
    };

    /// <summary>The name at so many steps from t.</summary>
    public string At(int steps) => $"{Display}_{{t{(steps > 0 ? "+" : "")}{steps.ToString(CultureInfo.InvariantCulture)}}}";

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c);

    private static string Plain(string text)
    {
        // Most names consist of these letters, and names are parsed again at every keystroke.
        if (text.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_'))
        {
            return text;
        }

        var letters = new StringBuilder();
        var accents = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (Accents.TryGetValue(c, out var accent))
            {
                accents.Append(accent);
            }
            else if (c is >= 'α' and <= 'ω')
            {
                letters.Append(Greek[c - 'α']);
            }
            else if (c is >= 'Α' and <= 'Ω' && Greek[c - 'Α'] is { } name)
            {
                letters.Append(char.ToUpper(name[0], CultureInfo.InvariantCulture)).Append(name.Substring(1));
            }
            else if (char.IsLetterOrDigit(c) || c == '_' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                letters.Append(c);
            }
            else if (char.IsSurrogate(c))
            {
                // A letter outside the basic multilingual plane without a plain form: use its code point.
                letters.Append('u').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return letters.Append(accents).ToString().Normalize(NormalizationForm.FormC);
    }
}
