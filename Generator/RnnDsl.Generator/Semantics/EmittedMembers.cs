using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The names of the members that a layer brings into the generated class.</summary>
internal static class EmittedMembers
{
    /// <summary>What every model has that C# does not let anybody declare again under another meaning.</summary>
    public static readonly IReadOnlyList<string> OfEveryModel = ["State", "Step", "InitialState", "forward", "call"];

    public static string WeightsField(RecurrentLayer layer) => $"_{Identifiers.ToCamelCase(layer.Property)}Weights";

    public static string Scan(RecurrentLayer layer) => "Scan" + layer.Property;

    public static string ScanDirection(RecurrentLayer layer) => Scan(layer) + "Direction";

    public static string StepLoop(RecurrentLayer layer) => "Step" + layer.Property;

    public static string Cell(RecurrentLayer layer) => layer.Property + "CellStep";

    public static IEnumerable<string> Of(Layer layer) => layer switch
    {
        RecurrentLayer { Cell: CellKind.Gru, ResetAfter: false } loop =>
            [loop.Property, Scan(loop), ScanDirection(loop), StepLoop(loop), Cell(loop)],
        RecurrentLayer fused => [fused.Property, WeightsField(fused)],
        EmbeddingLayer or LinearLayer or DropoutLayer => [layer.Property],
        _ => [],
    };
}
