using System.Globalization;
using System.Text;

namespace RnnDsl.Generator.Common;

/// <summary>C# identifiers, and the conversions between layer names, properties and locals.</summary>
internal static class Identifiers
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal",
        "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for",
        "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null",
        "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte",
        "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof",
        "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
        "__arglist", "__makeref", "__reftype", "__refvalue",
        // Contextual keywords with a special meaning as the name of a parameter or a local.
        "field", "value", "var", "await",
    };

    public static bool IsKeyword(string text) => Keywords.Contains(text);

    /// <summary>Whether a name consists of letters, digits and underscores and does not start with a digit. Formatting characters, which C# ignores, are rejected.</summary>
    public static bool IsName(string text) =>
        text.Length > 0
        && (char.IsLetter(text[0]) || text[0] == '_')
        && text.All(c => char.IsLetterOrDigit(c) || c == '_')
        && text.Any(char.IsLetterOrDigit);

    /// <summary><c>h_tilde</c> to <c>hTilde</c>: the local of a value of equations.</summary>
    public static string ToLocal(string key) => ToCamelCase(ToPascalCase(key));

    /// <summary><c>hidden_state</c> to <c>HiddenState</c>: the property of a layer.</summary>
    public static string ToPascalCase(string name)
    {
        var text = new StringBuilder(name.Length);
        var upper = true;
        foreach (var c in name)
        {
            if (c == '_')
            {
                upper = true;
                continue;
            }

            // Keep an underscore between two numbers.
            if (upper && char.IsDigit(c) && text.Length > 0 && char.IsDigit(text[text.Length - 1]))
            {
                text.Append('_');
            }

            text.Append(upper ? char.ToUpper(c, CultureInfo.InvariantCulture) : c);
            upper = false;
        }

        // A property cannot start with a digit: "_1" keeps its underscore.
        return text.Length > 0 && char.IsDigit(text[0]) ? "_" + text : text.ToString();
    }

    /// <summary><c>HiddenState</c> to <c>hiddenState</c>: a local.</summary>
    public static string ToCamelCase(string pascal) =>
        pascal.Length == 0 ? pascal : char.ToLower(pascal[0], CultureInfo.InvariantCulture) + pascal.Substring(1);
}
