using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>The types that emitted kernels use, by their short names.</summary>
internal static class KernelTypes
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
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
        ["Math"] = "global::System.Math",
    };

    public static readonly TargetNames Names = new()
    {
        Types = Types.Keys.ToEquatableArray(),
        TypesInExpressions = new(["ColumnRange", "Lanes", "Math", "MethodImplOptions", "Product", "RowReductions"]),
    };
}
