using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>How long a vector is: a sum of what the cell's sizes are called.</summary>
/// <param name="Parts">size, features, a name from <c>States</c>, or digits.</param>
internal sealed record CellLength(EquatableArray<string> Parts)
{
    /// <summary>The cell's own size.</summary>
    public const string HiddenPart = "size";

    /// <summary>The size of what the cell reads.</summary>
    public const string FeaturesPart = "features";

    public static readonly CellLength Hidden = Of(HiddenPart);

    public static readonly CellLength Features = Of(FeaturesPart);

    public static CellLength Of(string part) => new(new EquatableArray<string>([part]));

    public static CellLength Of(int number) => Of(number.ToString(CultureInfo.InvariantCulture));

    public static CellLength Sum(IEnumerable<CellLength> lengths) => new(lengths.SelectMany(length => length.Parts).ToEquatableArray());

    /// <summary>size + features</summary>
    public override string ToString() => string.Join(" + ", Parts);

    /// <summary>As messages have it: the cell's size + the input's size.</summary>
    public string Words => string.Join(" + ", Parts.Select(part => part switch
    {
        HiddenPart => "the cell's size",
        FeaturesPart => "the input's size",
        _ => part,
    }));

    /// <summary>The length for an input that is as long as the cell's states.</summary>
    public CellLength WithInputAsLong() => new(Parts.Select(part => part == FeaturesPart ? HiddenPart : part).ToEquatableArray());

    /// <summary>Whether both are as long, whatever the sizes are.</summary>
    public bool IsAlways(CellLength other) => Sorted(this).SequenceEqual(Sorted(other));

    private static IEnumerable<string> Sorted(CellLength length)
    {
        var numbers = length.Parts.Where(part => char.IsDigit(part[0])).Sum(part => long.Parse(part, CultureInfo.InvariantCulture));
        return length.Parts.Where(part => !char.IsDigit(part[0])).OrderBy(part => part, StringComparer.Ordinal).Append(numbers.ToString(CultureInfo.InvariantCulture));
    }
}
