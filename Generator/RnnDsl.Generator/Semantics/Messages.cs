using System.Globalization;

namespace RnnDsl.Generator.Semantics;

/// <summary>How particulars are printed in messages: in the invariant culture.</summary>
internal static class Messages
{
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Which layers stand above: <c>[Lstm] stands above it</c>, <c>3 layers stand above it, [Lstm] first</c>.</summary>
    public static string Above(int count, string first) =>
        count == 1 ? $"[{first}] stands above it" : $"{Number(count)} layers stand above it, [{first}] first";

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
