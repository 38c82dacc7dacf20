using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Emit.Onnx;
using RnnDsl.Generator.Emit.Streaming;
using RnnDsl.Generator.Emit.Torch;

namespace RnnDsl.Generator.Emit;

/// <summary>The types that emitted code uses, by their short names.</summary>
internal static class EmittedTypes
{
    /// <summary>What brings the types that emitted code alone calls. A file without them does without it.</summary>
    public const string CompilerServices = "using global::RnnDsl.Torch.CompilerServices;";

    private static readonly Dictionary<string, string> FullNames = new[] { TorchNames.Types, KernelTypes.Types, StreamingNames.Types, OnnxNames.Types }
        .SelectMany(types => types)
        .GroupBy(type => type.Key, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Select(type => type.Value).Distinct().Single(), StringComparer.Ordinal);

    public static string FullName(string name) => FullNames[name];

    /// <summary>Whether a type is one that emitted code alone calls.</summary>
    public static bool IsCompilerService(string name) => FullNames[name].StartsWith("global::RnnDsl.Torch.CompilerServices.", StringComparison.Ordinal);
}
