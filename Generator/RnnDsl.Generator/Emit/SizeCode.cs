using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit;

/// <summary>Sizes as C# expressions: 2 * hidden + hidden * hidden.</summary>
internal static class SizeCode
{
    public static string ToCSharp(this Polynomial size) => size.ToCSharp(name => name);

    /// <summary>With renamed parameters.</summary>
    public static string ToCSharp(this Polynomial size, Func<string, string> rename) => size.Print(" * ", "0", powers: false, rename);
}
