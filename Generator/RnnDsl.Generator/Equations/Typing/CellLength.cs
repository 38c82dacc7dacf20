using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>The length of a vector: a sum of the names of sizes and numbers.</summary>
/// <param name="Parts">size, features, a name from <c>States</c>, or digits.</param>
internal sealed record CellLength(EquatableArray<string> Parts)
{
    /// <summary>The hidden size.</summary>
    public const string HiddenPart = "size";

    /// <summary>The input size.</summary>
    public const string FeaturesPart = "features";

    public static readonly CellLength Hidden = Of(HiddenPart);

    public static readonly CellLength Features = Of(FeaturesPart);

    public static CellLength Of(string part) => new(new EquatableArray<string>([part]));

    public static CellLength Of(int number) => Of(number.ToString(CultureInfo.InvariantCulture));

    public static CellLength Sum(IEnumerable<CellLength> lengths) => new(lengths.SelectMany(length => length.Parts).ToEquatableArray());

    /// <summary>size + features</summary>
    public override string ToString() => string.Join(" + ", Parts);

    /// <summary>As in messages: the cell's size + the input's size.</summary>
    public string Words => string.Join(" + ", Parts.Select(part => part switch
    {
        HiddenPart => "the cell's size",
        FeaturesPart => "the input's size",
        _ => part,
    }));

    /// <summary>The length for an input of the hidden size.</summary>
    public CellLength WithInputAsLong() => new(Parts.Select(part => part == FeaturesPart ? HiddenPart : part).ToEquatableArray());

    /// <summary>Whether both are equal for all values of the sizes.</summary>
    public bool IsAlways(CellLength other) => Sorted(this).SequenceEqual(Sorted(other));

    private static IEnumerable<string> Sorted(CellLength length)
    {
        var numbers = length.Parts.Where(part => char.IsDigit(part[0])).Sum(part => long.Parse(part, CultureInfo.InvariantCulture));
        return length.Parts.Where(part => !char.IsDigit(part[0])).OrderBy(part => part, StringComparer.Ordinal).Append(numbers.ToString(CultureInfo.InvariantCulture));
    }
}
