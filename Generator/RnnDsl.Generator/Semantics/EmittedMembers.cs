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
        var (carriesState, hasStep) = (CarriesState(layers), HasStep(layers));
        return
        [
            "forward", "RegisterComponents",
            .. carriesState ? ["call"] : Array.Empty<string>(),
            .. carriesState || hasStep ? ["State", "InitialState"] : Array.Empty<string>(),
            .. hasStep ? ["Step"] : Array.Empty<string>(),
        ];
    }

    /// <summary>The constructor's parameters that fields keep: sizes of states, and of the input that is checked.</summary>
    public static IEnumerable<string> KeptSizes(IReadOnlyList<Layer> layers, IEnumerable<SizeParameter> parameters)
    {
        var kept = layers.OfType<FeaturesLayer>().Select(features => features.Size);
        if (CarriesState(layers) || HasStep(layers))
        {
            kept = kept.Concat(layers.OfType<RecurrentLayer>().Select(recurrent => recurrent.HiddenSize));
        }

        return parameters.Select(parameter => parameter.Name).Where(name => kept.Any(size => size.Mentions(name)));
    }

    /// <summary>The field that keeps a parameter.</summary>
    public static string SizeField(string parameter) => "_" + parameter;

    // One vector for a sequence leaves no state to carry on, and two directions leave no single step.
    private static bool CarriesState(IReadOnlyList<Layer> layers) => layers.Count == 0 || layers[layers.Count - 1].Output is not VectorShape;

    private static bool HasStep(IReadOnlyList<Layer> layers) => !layers.Any(layer => layer is RecurrentLayer { Bidirectional: true });

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
