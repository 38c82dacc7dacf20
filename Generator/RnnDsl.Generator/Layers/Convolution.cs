using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>What convolutions over time and over images have in common.</summary>
internal static class Convolution
{
    /// <summary>A window that spans more than the input.</summary>
    public static string TooWide(long input) => input == 1
        ? "Write Kernel = 1, or Padding = ConvolutionPadding.Same."
        : $"Write a Kernel that spans {Messages.Number(input)} or less, or Padding = ConvolutionPadding.Same.";

    /// <summary>The options of a window, as notes print them.</summary>
    public static string Note(Window window) =>
        (window.Stride > 1 ? $", stride {Messages.Number(window.Stride)}" : "")
        + (window.Dilation > 1 ? $", dilation {Messages.Number(window.Dilation)}" : "")
        + (window.Before + window.After == 0 && window.Kernel > 1 ? ", no padding" : window is { After: 0, Before: > 0 } && window.Span - 1 == window.Before ? ", causal" : "");
}

/// <summary>The runtime's enumeration ConvolutionPadding, in its order.</summary>
internal enum ConvolutionPadding
{
    Same,
    Valid,
    Causal,
}
