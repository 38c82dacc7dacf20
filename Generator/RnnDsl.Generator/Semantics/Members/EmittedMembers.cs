using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The names of the members that a layer adds to the generated class.</summary>
internal static class EmittedMembers
{
    /// <summary>The members of the model as a whole.</summary>
    public static IEnumerable<string> OfModel(Model model) =>
    [
        .. model.Streams ? [Streaming] : Array.Empty<string>(),
        .. model.IsStreamingOnly ? [] : OfModule(model),
    ];

    /// <summary>The class of a model's streams.</summary>
    public const string Streaming = "Streaming";

    /// <summary>The method that writes a model as an ONNX file.</summary>
    public const string ExportOnnx = "ExportOnnx";

    /// <summary>The method that adds the layers of a model to a graph.</summary>
    public const string OnnxLayers = "AddToOnnx";

    /// <summary>The method that adds the input of a model to a graph.</summary>
    public const string OnnxInput = "AddInputToOnnx";

    /// <summary>The methods that add what a decoder reads to the graph of its encoder, and its step to a graph of its own.</summary>
    public const string OnnxMemory = "AddMemoryToOnnx";

    public const string OnnxStep = "AddStepToOnnx";

    private static IEnumerable<string> OfOnnx(ModelKind kind) => kind switch
    {
        ModelKind.Decoder => [OnnxMemory, OnnxStep],
        _ => [ExportOnnx, OnnxLayers, OnnxInput],
    };

    private static IEnumerable<string> OfModule(Model model) =>
    [
        .. model.ExportsOnnx ? OfOnnx(model.Kind) : [],
        "forward", "RegisterComponents",
        .. model.CarriesState || model.TakesLengths ? ["call"] : Array.Empty<string>(),
        .. model.HasState ? ["State", "InitialState"] : Array.Empty<string>(),
        .. model.HasStep ? ["Step"] : Array.Empty<string>(),
        .. model.ReadsMemory ? ["CreateMemory"] : Array.Empty<string>(),
        .. model.Kind == ModelKind.Decoder ? [UnrollDecoder] : Array.Empty<string>(),
        .. model.Head is null ? Array.Empty<string>() : ["Loss"],
        .. model.Attention is { Coverage: true } ? ["CoverageLoss"] : Array.Empty<string>(),
        .. model.TimeOfLengths is null ? Array.Empty<string>() : ["OutputLengths"],
    ];

    /// <summary>The constructor's parameters that are stored in fields: sizes of states, of the layers' outputs, and of the input for its checks.</summary>
    public static IEnumerable<string> StoredSizes(Model model)
    {
        var stored = model.Layers.OfType<StatelessLayer>().SelectMany(layer => layer.StoredSizes)
            .Concat(model.Layers.SelectMany(layer => layer.Output.Sizes));
        if (model.HasState)
        {
            stored = stored.Concat(model.Recurrences.SelectMany(recurrent => recurrent.States.Select(recurrent.SizeOf)));
            if (model.Attention is { InputFeeding: true })
            {
                stored = stored.Concat(model.Layers.OfType<ReadoutLayer>().Select(readout => readout.Size));
            }
        }

        stored = stored.Concat(model.Recurrences.SelectMany(recurrent => recurrent.CellSizes.Where(given => recurrent.UserCell!.Typed.IsInNoTensor(given.Name)).Select(given => given.Size)));
        if (model.ExportsOnnx)
        {
            stored = stored.Concat(model.Recurrences.SelectMany(recurrent => recurrent.States.Select(recurrent.SizeOf).Concat([recurrent.HiddenSize]).Concat(recurrent.CellSizes.Select(size => size.Size))));
        }

        return model.Parameters.Select(parameter => parameter.Name).Where(name => stored.Any(size => size.Mentions(name)));
    }

    /// <summary>The field of a parameter.</summary>
    public static string SizeField(string parameter) => ScopeNames.FieldsOfModule.Contains("_" + parameter) ? $"_{parameter}Size" : "_" + parameter;

    public static string WeightsField(RecurrentLayer layer) => $"_{Identifiers.ToCamelCase(layer.Property)}Weights";

    public static string LayersField(RecurrentLayer layer) => $"_{Identifiers.ToCamelCase(layer.Property)}Layers";

    public static string Unroll(RecurrentLayer layer) => "Unroll" + layer.Property;

    public static string Run(RecurrentLayer layer) => "Run" + layer.Property;

    public static string KernelWeights(RecurrentLayer layer) => $"{layer.Property}Weights";

    public static string StepLoop(RecurrentLayer layer) => "Step" + layer.Property;

    /// <summary>One layer of a recurrence in an ONNX graph.</summary>
    public static string OnnxLayer(RecurrentLayer layer) => "Scan" + layer.Property;

    /// <summary>The time loop of the decoder layers that run step by step.</summary>
    public const string UnrollDecoder = "UnrollDecoder";

    /// <summary>A recurrence and its attention, in one emitted loop.</summary>
    public static string Attend(RecurrentLayer layer) => "Attend" + layer.Property;

    public static string Loop(RecurrentLayer layer) => layer.Property + "Loop";

    /// <summary>The class of the scalars of a recurrence.</summary>
    public static string Numbers(RecurrentLayer layer) => layer.Property + "Scalars";

    public static IEnumerable<string> Of(Layer layer) => layer switch
    {
        RecurrentLayer recurrent =>
            [recurrent.Property, WeightsField(recurrent), LayersField(recurrent), Unroll(recurrent), StepLoop(recurrent), Loop(recurrent), Numbers(recurrent), KernelWeights(recurrent), Run(recurrent), Attend(recurrent), OnnxLayer(recurrent)],
        StatelessLayer stateless => stateless.Members,
        _ => [],
    };
}
