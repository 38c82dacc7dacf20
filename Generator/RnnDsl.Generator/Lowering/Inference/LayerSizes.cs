using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Inference;

/// <summary>The sizes of a cell in a stacked layer.</summary>
internal static class LayerSizes
{
    /// <summary>A size by its name in extents.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">The name.</param>
    /// <param name="features">The number of input features.</param>
    public static Polynomial Of(RecurrenceOperation layer, string name, Polynomial features) => name switch
    {
        CellLength.HiddenPart => layer.HiddenSize,
        CellLength.FeaturesPart => features,
        _ when layer.Projection is { } projection && name == CellExtents.NameOf(CellOptions.ProjectedSize) => projection,
        _ => layer.CellSizes.First(size => CellExtents.NameOf(size.Name) == name).Size,
    };
}
