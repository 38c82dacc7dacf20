using System.Globalization;

namespace RnnDsl.Generator.Emit;

/// <summary>Values as C# writes them, whatever the culture of the machine.</summary>
internal static class Literal
{
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Any(c => c is '.' or 'E' or 'e') ? text : text + ".0";
    }

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(string value) => "\"" + string.Concat(value.Select(Escape)) + "\"";

    /// <summary>What would end the literal, its line or the file's encoding is escaped.</summary>
    private static string Escape(char c) => c switch
    {
        '"' or '\\' => "\\" + c,
        _ when char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
        _ => c.ToString(),
    };
}
