using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>The windows of pooling over time and over images: their checks, their messages and their notes.</summary>
internal static class PoolingWindow
{
    /// <summary>Checks the size and the stride of a window.</summary>
    /// <param name="checks">Receives the diagnostics.</param>
    /// <param name="attribute">The name of the attribute.</param>
    /// <param name="argument">The argument with the size.</param>
    /// <param name="size">The size.</param>
    /// <param name="stride">The stride.</param>
    /// <param name="single">A window of size 1, as messages print it.</param>
    public static void Check(ILayerChecks checks, string attribute, string argument, int size, int stride, string single)
    {
        checks.Positive(size, argument, "");
        if ((size, stride) == (1, 1))
        {
            checks.Report(Rules.NoEffect, argument, attribute, single, $"Write a window of 2 or more, or remove [{attribute}].");
        }
        else if (stride != size)
        {
            checks.Positive(stride, "Stride", "the window's own size");
        }
    }

    /// <summary>A window; sizes that have been reported are replaced by 1.</summary>
    public static Window Of(int size, int stride) => new(Math.Max(size, 1), Math.Max(stride, 1));

    /// <summary>The advice on a window that is wider than its input.</summary>
    public static string TooWide(string attribute, long input) => input == 1 ? $"Remove [{attribute}]." : $"Write a window of {Messages.Number(input)} or less.";

    /// <summary>The stride as notes print it, if it is not the window's own size.</summary>
    public static string StrideOf(Window window) => window.Stride == window.Kernel ? "" : $", stride {Messages.Number(window.Stride)}";
}
