using System.Text.RegularExpressions;

namespace RnnDsl.Generator.Emit;

/// <summary>Text of a user's in XML documentation.</summary>
internal static class Xml
{
    /// <summary>The text as content of an element: <c>Scale&amp;lt;float&amp;gt;</c>.</summary>
    public static string Text(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The same, with names in backquotes as code.</summary>
    public static string TextWithCode(string text) => Regex.Replace(Text(text), "`([^`]*)`", "<c>$1</c>");
}
