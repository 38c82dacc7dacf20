using System.Text;

namespace RnnDsl.Generator.Equations;

/// <summary>The script, double-struck and Fraktur letters: 𝒲 is another name than W, as in papers. Bold and italic letters are plain ones.</summary>
internal static class Alphabets
{
    private static readonly (string Suffix, int Capital, string CapitalsElsewhere, string Elsewhere)[] All =
    [
        ("cal", 0x1D49C, "BEFHILMR", "ℬℰℱℋℐℒℳℛ"),
        ("frak", 0x1D504, "CHIRZ", "ℭℌℑℜℨ"),
        ("bb", 0x1D538, "CHNPQRZ", "ℂℍℕℙℚℝℤ"),
    ];

    /// <summary>Bold script and bold Fraktur, with their suffix.</summary>
    private static readonly (string Suffix, int Capital)[] Bold = [("cal", 0x1D4D0), ("frak", 0x1D56C)];

    /// <summary>Letters in another alphabet; letters that are none of Latin's stay.</summary>
    public static string Write(string letters, string suffix)
    {
        var (_, capital, missing, elsewhere) = All.First(alphabet => alphabet.Suffix == suffix);
        var text = new StringBuilder();
        foreach (var letter in letters)
        {
            text.Append(
                letter is >= 'A' and <= 'Z' ? missing.IndexOf(letter) is >= 0 and var at ? elsewhere.Substring(at, 1) : char.ConvertFromUtf32(capital + letter - 'A')
                : letter is >= 'a' and <= 'z' && !(suffix == "cal" && letter is 'e' or 'g' or 'o') ? char.ConvertFromUtf32(capital + 26 + letter - 'a')
                : letter.ToString());
        }

        return text.ToString();
    }

    /// <summary>The alphabet of the first letter of a name; null for a plain one.</summary>
    public static string? Of(string letters)
    {
        if (letters.Length == 0)
        {
            return null;
        }

        if (All.FirstOrDefault(alphabet => alphabet.Elsewhere.Contains(letters[0])).Suffix is { } suffix)
        {
            return suffix;
        }

        if (!char.IsHighSurrogate(letters[0]) || letters.Length < 2 || !char.IsLowSurrogate(letters[1]))
        {
            return null;
        }

        var code = char.ConvertToUtf32(letters[0], letters[1]);
        return All.Select(alphabet => (alphabet.Suffix, alphabet.Capital)).Concat(Bold).FirstOrDefault(alphabet => code >= alphabet.Capital && code < alphabet.Capital + 52).Suffix;
    }
}
