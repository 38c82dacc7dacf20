using System.Globalization;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>The widths of a cell's values.</summary>
internal static class CellExtents
{
    public static CellExtent Of(CellLength length) => length.Parts.Aggregate(CellExtent.Zero, (sum, part) => sum + CellLength.Factors(part).Aggregate(CellExtent.One, (product, factor) => product * (char.IsDigit(factor[0])
        ? CellExtent.Of(long.Parse(factor, CultureInfo.InvariantCulture))
        : CellExtent.Of(NameOf(factor)))));

    /// <summary>The name of a size.</summary>
    public static string NameOf(string part) => part is CellLength.HiddenPart or CellLength.FeaturesPart ? part : part + "Size";
}
