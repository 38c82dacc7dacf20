using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>The names of the ONNX export: types, members and locals.</summary>
internal static class OnnxNames
{
    /// <summary>The method that writes a model as an ONNX file.</summary>
    public const string Export = "ExportOnnx";

    /// <summary>The method that adds the layers of a model to a graph.</summary>
    public const string Layers = "AddToOnnx";

    /// <summary>The method that adds the input of a model to a graph.</summary>
    public const string Input = "AddInputToOnnx";

    /// <summary>The method that adds what a decoder reads to the graph of its encoder.</summary>
    public const string Memory = "AddMemoryToOnnx";

    /// <summary>The method that adds the step of a decoder to a graph of its own.</summary>
    public const string Step = "AddStepToOnnx";

    /// <summary>Locals and parameters of the methods.</summary>
    public static readonly string[] Locals = ["scope", "still", "graph", "lengths", "path", "options", "memory", "summary", "sourceTokens", "input", "states", "values", "output", "final", "torch", "nameof", "_"];

    /// <summary>Those of the method that exports a cell.</summary>
    public static readonly string[] CellLocals = ["graph", "input", "scan", "layer", "reverse", "weights", "step", "features", "torch"];

    private static readonly LayerMember OfLayer = new("Scan", "");

    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["OnnxGraph"] = "global::RnnDsl.Torch.CompilerServices.OnnxGraph",
        ["OnnxLayers"] = "global::RnnDsl.Torch.CompilerServices.OnnxLayers",
        ["OnnxScan"] = "global::RnnDsl.Torch.CompilerServices.OnnxScan",
        ["OnnxValue"] = "global::RnnDsl.Torch.CompilerServices.OnnxValue",
        ["OnnxOptions"] = "global::RnnDsl.Torch.OnnxOptions",
    };

    public static readonly TargetNames Names = new()
    {
        Types = Types.Keys.ToEquatableArray(),
        TypesInExpressions = Types.Keys.ToEquatableArray(),
        ModelMembers = new(
        [
            new PartMember(Export, ModelPart.Onnx), new PartMember(Layers, ModelPart.Onnx), new PartMember(Input, ModelPart.Onnx),
            new PartMember(Memory, ModelPart.OnnxOfDecoder), new PartMember(Step, ModelPart.OnnxOfDecoder),
        ]),
        EncoderDecoderMembers = new([new PartMember(Export, ModelPart.Onnx)]),
        RecurrentMembers = new([OfLayer]),
    };

    /// <summary>One layer of a recurrence in an ONNX graph.</summary>
    public static string Layer(LayerReference layer) => OfLayer.Of(layer.Property);
}
