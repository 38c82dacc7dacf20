using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// The types that emitted code uses, by their short names. Where a short name has another meaning in the scope of a model,
/// the full name is emitted instead.
/// </summary>
internal static class EmittedNames
{
    private static readonly Dictionary<string, string> FullNames = new(StringComparer.Ordinal)
    {
        ["torch"] = "global::TorchSharp.torch",
        ["nn"] = "global::TorchSharp.torch.nn",
        ["Tensor"] = "global::TorchSharp.torch.Tensor",
        ["Device"] = "global::TorchSharp.torch.Device",
        ["ScalarType"] = "global::TorchSharp.torch.ScalarType",
        ["Embedding"] = "global::TorchSharp.Modules.Embedding",
        ["Scalar"] = "global::TorchSharp.Scalar",
        ["Scalars"] = "global::RnnDsl.Torch.CompilerServices.Scalars",
        ["RNN"] = "global::TorchSharp.Modules.RNN",
        ["LSTM"] = "global::TorchSharp.Modules.LSTM",
        ["GRU"] = "global::TorchSharp.Modules.GRU",
        ["Linear"] = "global::TorchSharp.Modules.Linear",
        ["Dropout"] = "global::TorchSharp.Modules.Dropout",
        ["LayerNorm"] = "global::TorchSharp.Modules.LayerNorm",
        ["Conv1d"] = "global::TorchSharp.Modules.Conv1d",
        ["Conv2d"] = "global::TorchSharp.Modules.Conv2d",
        ["AdditiveAttention"] = "global::RnnDsl.Torch.AdditiveAttention",
        ["MultiHeadAttention"] = "global::RnnDsl.Torch.MultiHeadAttention",
        ["ProductAttention"] = "global::RnnDsl.Torch.ProductAttention",
        ["EncoderMemory"] = "global::RnnDsl.Torch.EncoderMemory",
        ["IEncoderDecoder"] = "global::RnnDsl.Torch.IEncoderDecoder",
        ["PointerGenerator"] = "global::RnnDsl.Torch.PointerGenerator",
        ["AttentionLoop"] = "global::RnnDsl.Torch.CompilerServices.AttentionLoop",
        ["SourceAttention"] = "global::RnnDsl.Torch.SourceAttention",
        ["ScheduledSampling"] = "global::RnnDsl.Torch.CompilerServices.ScheduledSampling",
        ["StateBridge"] = "global::RnnDsl.Torch.CompilerServices.StateBridge",
        ["ArgumentException"] = "global::System.ArgumentException",
        ["AttentionPooling"] = "global::RnnDsl.Torch.AttentionPooling",
        ["LockedDropout"] = "global::RnnDsl.Torch.LockedDropout",
        ["ModelLoss"] = "global::RnnDsl.Torch.ModelLoss",
        ["UserCode"] = "global::RnnDsl.Torch.CompilerServices.UserCode",
        ["ValidSteps"] = "global::RnnDsl.Torch.CompilerServices.ValidSteps",
        ["SequencePooling"] = "global::RnnDsl.Torch.SequencePooling",
        ["TiedLinear"] = "global::RnnDsl.Torch.TiedLinear",
        ["WordDropout"] = "global::RnnDsl.Torch.CompilerServices.WordDropout",
        ["WordVectors"] = "global::RnnDsl.Torch.WordVectors",
        ["CellStep"] = "global::RnnDsl.Torch.CompilerServices.CellStep",
        ["Expect"] = "global::RnnDsl.Torch.CompilerServices.Expect",
        ["KernelWeights"] = "global::RnnDsl.Torch.CompilerServices.KernelWeights",
        ["CellParameters"] = "global::RnnDsl.Torch.CellParameters",
        ["CellFunctions"] = "global::RnnDsl.Torch.CompilerServices.CellFunctions",
        ["LinearProjection"] = "global::RnnDsl.Torch.CompilerServices.LinearProjection",
        ["RowProducts"] = "global::RnnDsl.Kernels.RowProducts",
        ["StateMatrix"] = "global::RnnDsl.Torch.CompilerServices.StateMatrix",
        ["CellNorm"] = "global::RnnDsl.Torch.CompilerServices.CellNorm",
        ["CellKind"] = "global::RnnDsl.Torch.CompilerServices.CellKind",
        ["FusedLayers"] = "global::RnnDsl.Torch.CompilerServices.FusedLayers",
        ["Lengths"] = "global::RnnDsl.Torch.CompilerServices.Lengths",
        ["LoopInput"] = "global::RnnDsl.Torch.CompilerServices.LoopInput",
        ["Masks"] = "global::RnnDsl.Torch.CompilerServices.Masks",
        ["RecurrentInitialization"] = "global::RnnDsl.Torch.CompilerServices.RecurrentInitialization",
        ["RecurrentLayers"] = "global::RnnDsl.Torch.CompilerServices.RecurrentLayers",
        ["RecurrentLoop"] = "global::RnnDsl.Torch.CompilerServices.RecurrentLoop",
        ["LoopKernel"] = "global::RnnDsl.Torch.CompilerServices.LoopKernel",
        ["AttentionForward"] = "global::RnnDsl.Kernels.AttentionForward",
        ["AttentionBackward"] = "global::RnnDsl.Kernels.AttentionBackward",
        ["StepMemory"] = "global::RnnDsl.Kernels.StepMemory",
        ["PackedWeight"] = "global::RnnDsl.Kernels.PackedWeight",
        ["Product"] = "global::RnnDsl.Kernels.Product",
        ["Lanes"] = "global::RnnDsl.Kernels.Lanes",
        ["ILane"] = "global::RnnDsl.Kernels.ILane",
        ["RowRange"] = "global::RnnDsl.Kernels.RowRange",
        ["RowReductions"] = "global::RnnDsl.Kernels.RowReductions",
        ["ColumnRange"] = "global::RnnDsl.Kernels.ColumnRange",
        ["IColumns"] = "global::RnnDsl.Kernels.IColumns",
        ["WholeLanes"] = "global::RnnDsl.Kernels.WholeLanes",
        ["LastLane"] = "global::RnnDsl.Kernels.LastLane",
        ["MethodImpl"] = "global::System.Runtime.CompilerServices.MethodImpl",
        ["MethodImplOptions"] = "global::System.Runtime.CompilerServices.MethodImplOptions",
        ["OnnxGraph"] = "global::RnnDsl.Torch.CompilerServices.OnnxGraph",
        ["OnnxLayers"] = "global::RnnDsl.Torch.CompilerServices.OnnxLayers",
        ["OnnxScan"] = "global::RnnDsl.Torch.CompilerServices.OnnxScan",
        ["OnnxValue"] = "global::RnnDsl.Torch.CompilerServices.OnnxValue",
        ["OnnxOptions"] = "global::RnnDsl.Torch.OnnxOptions",
        ["StreamingModel"] = "global::RnnDsl.Streaming.StreamingModel",
        ["StreamingEncoderDecoder"] = "global::RnnDsl.Streaming.StreamingEncoderDecoder",
        ["StreamMemory"] = "global::RnnDsl.Streaming.StreamMemory",
        ["Hypothesis"] = "global::RnnDsl.Decoding.Hypothesis",
        ["DecodingOptions"] = "global::RnnDsl.Decoding.DecodingOptions",
        ["BeamSearchOptions"] = "global::RnnDsl.Decoding.BeamSearchOptions",
        ["StreamWindows"] = "global::RnnDsl.Streaming.StreamWindows",
        ["StreamPooling"] = "global::RnnDsl.Streaming.StreamPooling",
        ["StreamRows"] = "global::RnnDsl.Streaming.StreamRows",
        ["StreamMatrix"] = "global::RnnDsl.Streaming.StreamMatrix",
        ["StreamTable"] = "global::RnnDsl.Streaming.StreamTable",
        ["StreamFunctions"] = "global::RnnDsl.Streaming.StreamFunctions",
        ["StreamWeightsException"] = "global::RnnDsl.Streaming.StreamWeightsException",
        ["WeightConversion"] = "global::RnnDsl.Streaming.WeightConversion",
        ["WeightReader"] = "global::RnnDsl.Streaming.WeightReader",
        ["WeightFormat"] = "global::RnnDsl.Streaming.WeightFormat",
        ["SafetensorsFile"] = "global::RnnDsl.Safetensors.SafetensorsFile",
        ["Lane512F"] = "global::RnnDsl.Kernels.Lane512F",
        ["Lane256F"] = "global::RnnDsl.Kernels.Lane256F",
        ["Lane128F"] = "global::RnnDsl.Kernels.Lane128F",
        ["ScalarF"] = "global::RnnDsl.Kernels.ScalarF",
        ["Vector512"] = "global::System.Runtime.Intrinsics.Vector512",
        ["Vector256"] = "global::System.Runtime.Intrinsics.Vector256",
        ["Vector128"] = "global::System.Runtime.Intrinsics.Vector128",
        ["Span"] = "global::System.Span",
        ["ReadOnlySpan"] = "global::System.ReadOnlySpan",
        ["Stream"] = "global::System.IO.Stream",
        ["Math"] = "global::System.Math",
        ["MathF"] = "global::System.MathF",
        ["InvalidOperationException"] = "global::System.InvalidOperationException",
        ["RecurrentWeights"] = "global::RnnDsl.Torch.RecurrentWeights",
        ["RecurrentState"] = "global::RnnDsl.Torch.RecurrentState",
        ["ModelSummary"] = "global::RnnDsl.Torch.ModelSummary",
        ["ILayerOutputs"] = "global::RnnDsl.Torch.CompilerServices.ILayerOutputs",
        ["LayerOutput"] = "global::RnnDsl.Torch.CompilerServices.LayerOutput",
        ["ISequenceModel"] = "global::RnnDsl.Torch.ISequenceModel",
        ["IStepModel"] = "global::RnnDsl.Torch.IStepModel",
        ["ActivationGradients"] = "global::RnnDsl.Torch.CompilerServices.ActivationGradients",
        ["ArgumentOutOfRangeException"] = "global::System.ArgumentOutOfRangeException",
        ["NotSupportedException"] = "global::System.NotSupportedException",
        ["Func"] = "global::System.Func",
        ["List"] = "global::System.Collections.Generic.List",
        ["KeyValuePair"] = "global::System.Collections.Generic.KeyValuePair",
        ["IReadOnlyList"] = "global::System.Collections.Generic.IReadOnlyList",
        ["GeneratedCode"] = "global::System.CodeDom.Compiler.GeneratedCode",
    };

    /// <summary>All short names.</summary>
    public static IEnumerable<string> All => FullNames.Keys;

    /// <summary>Contextual keywords of C# that emitted code uses. A member or type with such a name hides the keyword.</summary>
    public static readonly string[] Words = ["nameof", "var"];

    /// <summary>Types nested in nn.Module, which its members resolve before any other type of that name.</summary>
    public static readonly string[] TypesOfModule = ["HType", "HookRemover"];

    public static string FullName(string name) => FullNames[name];

    /// <summary>Whether a type is one that emitted code alone calls.</summary>
    public static bool IsCompilerService(string name) => FullNames[name].StartsWith("global::RnnDsl.Torch.CompilerServices.", StringComparison.Ordinal);

    /// <summary>What brings the types that emitted code alone calls. A file without them does without it.</summary>
    public const string CompilerServices = "using global::RnnDsl.Torch.CompilerServices;";

    /// <summary>
    /// The using directives for the short names. They are inside the model's namespace, where neither outer namespaces nor
    /// global usings take precedence.
    /// </summary>
    public static readonly string[] Usings =
    [
        "using global::System;",
        "using global::System.CodeDom.Compiler;",
        "using global::System.Collections.Generic;",
        "using global::RnnDsl.Torch;",
        CompilerServices,
        "using global::TorchSharp;",
        "using global::TorchSharp.Modules;",
        "using static global::TorchSharp.torch;",
    ];
}
