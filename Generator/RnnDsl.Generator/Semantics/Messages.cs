using System.Globalization;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>How particulars are printed in messages: in the invariant culture.</summary>
internal static class Messages
{
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Which layers stand above: <c>[Lstm] stands above it</c>, <c>3 layers stand above it, [Lstm] first</c>.</summary>
    public static string Above(int count, string first) =>
        count == 1 ? $"[{first}] stands above it" : $"{Number(count)} layers stand above it, [{first}] first";

    /// <summary>A size as an attribute has it.</summary>
    public static string Written(Polynomial size) => size.Number is null ? $"\"{size}\"" : size.ToString();

    /// <summary>How many there are: <c>1 number</c>, <c>4 numbers</c>, <c>size numbers</c>.</summary>
    public static string Count(Polynomial count, string one) => count == 1 ? "1 " + one : $"{count} {one}s";

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
