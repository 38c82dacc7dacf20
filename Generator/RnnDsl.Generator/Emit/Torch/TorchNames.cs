using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The names of TorchSharp's modules: the types and the members that emitted code uses, and those that it inherits.</summary>
internal static class TorchNames
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
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
        ["LinearScan"] = "global::RnnDsl.Torch.CompilerServices.LinearScan",
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
        ["Math"] = "global::System.Math",
        ["InvalidOperationException"] = "global::System.InvalidOperationException",
        ["RecurrentWeights"] = "global::RnnDsl.Torch.RecurrentWeights",
        ["RecurrentState"] = "global::RnnDsl.Torch.RecurrentState",
        ["DeclaredModule"] = "global::RnnDsl.Torch.CompilerServices.DeclaredModule",
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
        EmittedTypes.CompilerServices,
        "using global::TorchSharp;",
        "using global::TorchSharp.Modules;",
        "using static global::TorchSharp.torch;",
    ];

    public static readonly TargetNames Names = new()
    {
        Types = Types.Keys.ToEquatableArray(),
        TypesInExpressions = new(
        [
            "AdditiveAttention", "ArgumentOutOfRangeException", "AttentionLoop", "CellFunctions", "CellKind", "CellNorm", "CellParameters", "CellStep", "EncoderMemory", "Expect", "FusedLayers", "KernelWeights",
            "Lengths", "LinearProjection", "LinearScan", "LoopInput", "LoopKernel", "Masks", "ModelLoss", "MultiHeadAttention", "NotSupportedException", "UserCode", "PointerGenerator", "ProductAttention",
            "ValidSteps", "RecurrentInitialization", "RecurrentLayers", "RecurrentWeights", "Scalars", "ScheduledSampling", "SequencePooling", "StateBridge", "ActivationGradients", "SourceAttention", "StateMatrix", "WordDropout",
            "WordVectors",
        ]),
        Keywords = new(["nameof", "var"]),
        NestedTypes = new(["HType", "HookRemover"]),
        InheritedMembers = new(
        [
            "BoxedModule", "ClearModules", "ConditionallyRegisterBuffer", "ConditionallyRegisterParameter", "Create", "DetachWeightsFromDisposeScope", "Dispose", "Equals",
            "Finalize", "GetDefaultDeviceAndType", "GetHashCode", "GetName", "GetType", "Load", "MemberwiseClone", "MoveModule",
            "RecordDevice", "ReferenceEquals", "RegisterComponents", "ReplaceBuffer", "ReplaceParameter", "ToString",
        ]),
        InheritedFields = new(
        [
            "_deviceIndex", "_deviceType", "_internal_buffers", "_internal_params", "_internal_submodules", "_named_buffers", "_named_parameters", "_parameters", "_to", "_toEpilog",
        ]),
        ConstructorParameters = new(["device", "dtype"]),
        ConstructorNames = new(["nameof", "register_module", "RecordDevice", "OnConstructed", "DetachWeightsFromDisposeScope"]),
        StateMembers = new(
        [
            "Tensors", "Map", "Detach", "To", "Select", "MoveToOuterDisposeScope", "DetachFromDisposeScope", "Dispose",
            "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize", "Clone", "PrintMembers", "EqualityContract", "Deconstruct", "State",
        ]),
        ModelMembers = new(
        [
            new("forward", ModelPart.Module), new("RegisterComponents", ModelPart.Module), new("call", ModelPart.OptionalArguments),
            new("State", ModelPart.State), new("InitialState", ModelPart.State), new("Step", ModelPart.Step), new("CreateMemory", ModelPart.Memory), new(TorchMembers.UnrollDecoder, ModelPart.Decoder),
            new("Loss", ModelPart.Loss), new("CoverageLoss", ModelPart.CoverageLoss), new("OutputLengths", ModelPart.OutputLengths),
        ]),
        EncoderDecoderMembers = new(
        [
            new("Encoder", ModelPart.Module), new("Decoder", ModelPart.Module), new("forward", ModelPart.Module), new("call", ModelPart.Module), new("Encode", ModelPart.Module), new("Step", ModelPart.Module),
            new("RegisterComponents", ModelPart.Module), new("Loss", ModelPart.Loss), new("CoverageLoss", ModelPart.CoverageLoss),
        ]),
        RecurrentMembers = TorchMembers.OfRecurrences.ToEquatableArray(),
    };
}
