using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The names of the members that a layer brings into the generated class.</summary>
internal static class EmittedMembers
{
    /// <summary>The members that the model has as a whole.</summary>
    public static IEnumerable<string> OfModel(IReadOnlyList<Layer> layers)
    {
        // One vector for a sequence leaves no state to carry on, and two directions leave no single step.
        var carriesState = layers.Count == 0 || layers[layers.Count - 1].Output is not VectorShape;
        var hasStep = !layers.Any(layer => layer is RecurrentLayer { Bidirectional: true });
        return
        [
            "forward", "RegisterComponents",
            .. carriesState ? ["call"] : Array.Empty<string>(),
            .. carriesState || hasStep ? ["State", "InitialState"] : Array.Empty<string>(),
            .. hasStep ? ["Step"] : Array.Empty<string>(),
        ];
    }

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
