namespace RnnDsl.Generator.Emit;

/// <summary>Names for the elements of a tuple: no two are one, and none is a member of tuples.</summary>
internal static class TupleNames
{
    private static readonly string[] OfTuples = ["Rest", "ToString", "CompareTo", "Deconstruct", "Equals", "GetHashCode"];

    public static IReadOnlyList<string> Of(IEnumerable<string> wanted)
    {
        var names = new NameAllocator(OfTuples);
        return [.. wanted.Select(name => names.Allocate(IsItem(name) ? name + "State" : name))];
    }

    /// <summary>Item1 and its like name elements by their place.</summary>
    private static bool IsItem(string name) => name.StartsWith("Item", StringComparison.Ordinal) && name.Length > 4 && name.Skip(4).All(char.IsDigit);
}
