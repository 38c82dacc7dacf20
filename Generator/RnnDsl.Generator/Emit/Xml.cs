namespace RnnDsl.Generator.Emit;

/// <summary>Text of a user's in XML documentation.</summary>
internal static class Xml
{
    /// <summary>The text as content of an element: <c>Scale&amp;lt;float&amp;gt;</c>.</summary>
    public static string Text(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
