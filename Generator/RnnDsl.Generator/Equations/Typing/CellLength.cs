using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>The length of a vector: a sum of the names of sizes and numbers. A matrix lies row after row in a vector, whose length is a sum of products.</summary>
/// <param name="Parts">size, features, a name from <c>States</c>, digits, or such factors with × between them.</param>
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

    private const char Times = '×';

    /// <summary>The factors of a part.</summary>
    public static string[] Factors(string part) => part.Split(Times);

    /// <summary>The length of a matrix, row after row.</summary>
    public static CellLength Product(CellLength rows, CellLength columns) =>
        new(rows.Parts.SelectMany(row => columns.Parts.Select(column => Product([.. Factors(row), .. Factors(column)]))).ToEquatableArray());

    private static string Product(string[] factors)
    {
        var number = factors.Where(IsNumber).Aggregate(1L, (product, factor) => product * long.Parse(factor, CultureInfo.InvariantCulture));
        var names = factors.Where(factor => !IsNumber(factor)).OrderBy(name => name, StringComparer.Ordinal).ToList();
        return string.Join(Times.ToString(), number == 1 && names.Count > 0 ? names : names.Prepend(number.ToString(CultureInfo.InvariantCulture)));
    }

    private static bool IsNumber(string part) => part.All(char.IsDigit);

    /// <summary>The names of sizes in it.</summary>
    public IEnumerable<string> Names => Parts.SelectMany(Factors).Where(factor => !IsNumber(factor));

    public static CellLength Sum(IEnumerable<CellLength> lengths) => new(lengths.SelectMany(length => length.Parts).ToEquatableArray());

    /// <summary>size + features</summary>
    public override string ToString() => string.Join(" + ", Parts);

    /// <summary>As in messages: the cell's size + the input's size.</summary>
    public string Words => string.Join(" + ", Parts.Select(part => string.Join(" × ", Factors(part).Select(factor => factor switch
    {
        HiddenPart => "the cell's size",
        FeaturesPart => "the input's size",
        _ => factor,
    }))));

    /// <summary>The length for an input of the hidden size.</summary>
    public CellLength WithInputAsLong() => new(Parts.Select(part => Product([.. Factors(part).Select(factor => factor == FeaturesPart ? HiddenPart : factor)])).ToEquatableArray());

    /// <summary>Whether both are equal for all values of the sizes.</summary>
    public bool IsAlways(CellLength other) => Sorted(this).SequenceEqual(Sorted(other));

    private static IEnumerable<string> Sorted(CellLength length)
    {
        var numbers = length.Parts.Where(IsNumber).Sum(part => long.Parse(part, CultureInfo.InvariantCulture));
        return length.Parts.Where(part => !IsNumber(part)).OrderBy(part => part, StringComparer.Ordinal).Append(numbers.ToString(CultureInfo.InvariantCulture));
    }
}
