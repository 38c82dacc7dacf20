namespace RnnDsl.Generator.Parsing;

/// <summary>
/// The types emitted code speaks of, by the short names it gives them. Where one of these names already means something
/// else around a model, the full name is written there instead.
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
        ["Scalars"] = "global::RnnDsl.Torch.Scalars",
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
        ["AttentionLoop"] = "global::RnnDsl.Torch.AttentionLoop",
        ["SourceAttention"] = "global::RnnDsl.Torch.SourceAttention",
        ["ScheduledSampling"] = "global::RnnDsl.Torch.ScheduledSampling",
        ["StateBridge"] = "global::RnnDsl.Torch.StateBridge",
        ["ArgumentException"] = "global::System.ArgumentException",
        ["AttentionPooling"] = "global::RnnDsl.Torch.AttentionPooling",
        ["LockedDropout"] = "global::RnnDsl.Torch.LockedDropout",
        ["ModelLoss"] = "global::RnnDsl.Torch.ModelLoss",
        ["UserCode"] = "global::RnnDsl.Torch.UserCode",
        ["ValidSteps"] = "global::RnnDsl.Torch.ValidSteps",
        ["SequencePooling"] = "global::RnnDsl.Torch.SequencePooling",
        ["TiedLinear"] = "global::RnnDsl.Torch.TiedLinear",
        ["WordDropout"] = "global::RnnDsl.Torch.WordDropout",
        ["WordVectors"] = "global::RnnDsl.Torch.WordVectors",
        ["CellStep"] = "global::RnnDsl.Torch.CellStep",
        ["Expect"] = "global::RnnDsl.Torch.Expect",
        ["KernelWeights"] = "global::RnnDsl.Torch.KernelWeights",
        ["CellParameters"] = "global::RnnDsl.Torch.CellParameters",
        ["CellFunctions"] = "global::RnnDsl.Torch.CellFunctions",
        ["CellNorm"] = "global::RnnDsl.Torch.CellNorm",
        ["CellKind"] = "global::RnnDsl.Torch.CellKind",
        ["FusedLayers"] = "global::RnnDsl.Torch.FusedLayers",
        ["Lengths"] = "global::RnnDsl.Torch.Lengths",
        ["LoopInput"] = "global::RnnDsl.Torch.LoopInput",
        ["Masks"] = "global::RnnDsl.Torch.Masks",
        ["RecurrentInitialization"] = "global::RnnDsl.Torch.RecurrentInitialization",
        ["RecurrentLayers"] = "global::RnnDsl.Torch.RecurrentLayers",
        ["RecurrentLoop"] = "global::RnnDsl.Torch.RecurrentLoop",
        ["RecurrentWeights"] = "global::RnnDsl.Torch.RecurrentWeights",
        ["RecurrentState"] = "global::RnnDsl.Torch.RecurrentState",
        ["ISequenceModel"] = "global::RnnDsl.Torch.ISequenceModel",
        ["IStepModel"] = "global::RnnDsl.Torch.IStepModel",
        ["ActivationGradients"] = "global::RnnDsl.Torch.ActivationGradients",
        ["ArgumentOutOfRangeException"] = "global::System.ArgumentOutOfRangeException",
        ["NotSupportedException"] = "global::System.NotSupportedException",
        ["Func"] = "global::System.Func",
        ["List"] = "global::System.Collections.Generic.List",
        ["KeyValuePair"] = "global::System.Collections.Generic.KeyValuePair",
        ["IReadOnlyList"] = "global::System.Collections.Generic.IReadOnlyList",
        ["GeneratedCode"] = "global::System.CodeDom.Compiler.GeneratedCode",
    };

    /// <summary>Every short name.</summary>
    public static IEnumerable<string> All => FullNames.Keys;

    /// <summary>Contextual words of C# that emitted code uses. A member or type of that name takes the word's meaning away.</summary>
    public static readonly string[] Words = ["nameof", "var"];

    /// <summary>Types inside nn.Module, which its members find before any other of that name.</summary>
    public static readonly string[] TypesOfModule = ["HType", "HookRemover"];

    public static string FullName(string name) => FullNames[name];

    /// <summary>
    /// What brings the short names into a file. It stands inside the model's namespace, where neither outer namespaces nor
    /// anybody's global usings can reach past it.
    /// </summary>
    public static readonly string[] Usings =
    [
        "using global::System;",
        "using global::System.CodeDom.Compiler;",
        "using global::System.Collections.Generic;",
        "using global::RnnDsl.Torch;",
        "using global::TorchSharp;",
        "using global::TorchSharp.Modules;",
        "using static global::TorchSharp.torch;",
    ];
}
