using System.Globalization;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Formats values in messages, in the invariant culture.</summary>
internal static class Messages
{
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The layers above: <c>[Lstm] stands above it</c>, <c>3 layers stand above it, [Lstm] first</c>.</summary>
    public static string Above(int count, string first) =>
        count == 1 ? $"[{first}] stands above it" : $"{Number(count)} layers stand above it, [{first}] first";

    /// <summary>A size as in an attribute.</summary>
    public static string Written(Polynomial size) => size.Number is null ? $"\"{size}\"" : size.ToString();

    /// <summary>A count with its unit: <c>1 feature</c>, <c>4 features</c>, <c>size features</c>.</summary>
    public static string Count(Polynomial count, string one) => count == 1 ? "1 " + one : $"{count} {one}s";

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
