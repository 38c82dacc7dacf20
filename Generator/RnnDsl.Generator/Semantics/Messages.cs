using System.Globalization;

namespace RnnDsl.Generator.Semantics;

/// <summary>How particulars are printed in messages: in the invariant culture.</summary>
internal static class Messages
{
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
