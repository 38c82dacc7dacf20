using System.Collections;
using System.Globalization;
using System.Text;

namespace RnnDsl;

/// <summary>Prints the members of a record: lists item by item, arrays of several dimensions by their sizes, numbers in the invariant culture.</summary>
internal static class RecordText
{
    /// <summary>The maximum number of printed items of a list.</summary>
    private const int MostItems = 20;

    /// <summary>Appends members as a record's <c>PrintMembers</c> does.</summary>
    public static bool AppendMembers(this StringBuilder text, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var separator = "";
        foreach (var (name, value) in members)
        {
            text.Append(separator).Append(name).Append(" = ").Append(Of(value));
            separator = ", ";
        }

        return members.Length > 0;
    }

    /// <summary>A value as a record prints it.</summary>
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        Array { Rank: > 1 } table => $"[{string.Join(", ", Enumerable.Range(0, table.Rank).Select(table.GetLength))}]",
        IDictionary pairs => List(pairs.Keys.Cast<object>().Select(key => $"{Of(key)}: {Of(pairs[key])}")),
        IEnumerable items => List(items.Cast<object?>().Select(Of)),
        _ => value.ToString() ?? "",
    };

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        var rest = all.Count > MostItems ? $", and {(all.Count - MostItems).ToString("N0", CultureInfo.InvariantCulture)} more" : "";
        return $"[{string.Join(", ", all.Take(MostItems))}{rest}]";
    }
}
