using System.Globalization;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>The sizes that interpreted cells have, all different.</summary>
/// <param name="Features">The input size.</param>
internal sealed record Sizes(int Features = 3)
{
    public const int Batch = 2;

    public const int Steps = 3;

    public const int Hidden = 4;

    /// <summary>A size that a cell names, and the size of a projected state.</summary>
    public const int Named = 2;

    /// <summary>Sizes that suit a cell: the input is as long as the cell where that is needed, and as long as its parts.</summary>
    public static Sizes For(TypedCell cell)
    {
        var sizes = new Sizes();
        return cell.WhyInputIsAsLong is not null ? new Sizes(Features: Hidden)
            : cell.Inputs.Count > 0 ? new Sizes(Features: cell.Inputs.Sum(part => sizes.Of(part.Size)))
            : sizes;
    }

    public int Of(CellLength length) => length.Parts.Sum(Of);

    /// <summary>From the text of an extent: 2 * size + 40.</summary>
    public int Of(CellExtent extent) => extent.ToString().Split(" + ").Sum(term => term.Split(" * ").Aggregate(1, (product, factor) => product * Of(factor)));

    private int Of(string part) => CellLength.Factors(part).Aggregate(1, (product, factor) => product * OfFactor(factor));

    private int OfFactor(string part) => part switch
    {
        CellLength.HiddenPart => Hidden,
        CellLength.FeaturesPart => Features,
        _ when char.IsDigit(part[0]) => int.Parse(part, CultureInfo.InvariantCulture),
        _ => Named,
    };
}
