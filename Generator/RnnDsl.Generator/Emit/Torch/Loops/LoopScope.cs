using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The names that the class of a loop uses beside those of its cell's values.</summary>
internal static class LoopScope
{
    public static readonly ValueNames Names = new(
        Taken:
        [
            "steps", "kept", "lengths", "batch", "size", "features", "t", "given", "context", "gradients", "computed", "scope", "projected", "mask",
            "torch", "nn", "forward", "backward", "name", "projectedGradient",
        ],
        Prefixes: ["all", "initial", "raw", "next"],
        Suffixes: ["Gradient", "Gradients", "GradientAfter", "Factor", "Given", "Raw", "At", "Passed", "Turned", "Mean", "Scale", "Fresh", "Zoneout", "Size"],
        Conjunction: "And");
}
