using System.Globalization;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A size that a user-defined cell names.</summary>
internal sealed record NamedSize(string Name, Polynomial Size)
{
    /// <summary>A length of a cell with the sizes of a layer.</summary>
    public static Polynomial SizeOf(CellLength length, Polynomial features, Polynomial hidden, EquatableArray<NamedSize> named) =>
        length.Parts.Aggregate((Polynomial)0, (sum, part) => sum + CellLength.Factors(part).Aggregate((Polynomial)1, (product, factor) => product * factor switch
        {
            CellLength.HiddenPart => hidden,
            CellLength.FeaturesPart => features,
            _ when char.IsDigit(factor[0]) => long.Parse(factor, CultureInfo.InvariantCulture),
            _ => named.FirstOrDefault(size => size.Name == factor)?.Size ?? 1,
        }));
}
