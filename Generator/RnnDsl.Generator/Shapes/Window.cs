namespace RnnDsl.Generator.Shapes;

/// <summary>A window that moves along one axis: over time, or down and across an image.</summary>
/// <param name="Kernel">How many places it holds.</param>
/// <param name="Stride">By how many it moves on.</param>
/// <param name="Dilation">How far apart the places lie.</param>
/// <param name="Before">How far it reaches beyond the start.</param>
/// <param name="After">How far it reaches beyond the end.</param>
internal sealed record Window(long Kernel, long Stride, long Dilation = 1, long Before = 0, long After = 0)
{
    /// <summary>From its first place to its last.</summary>
    public long Span => ((Kernel - 1) * Dilation) + 1;

    /// <summary>How many places are lost at the ends.</summary>
    public long Shrink => Span - 1 - Before - After;

    /// <summary>Whether it reaches equally far beyond both ends.</summary>
    public bool IsSymmetric => Before == After;

    /// <summary>Whether each place of the output sees one of the input, and every one is seen.</summary>
    public bool IsPointwise => Kernel == 1 && Stride == 1;

    /// <summary>A window that loses nothing at the ends: what cannot be shared equally lies behind.</summary>
    public static Window Same(long kernel, long stride, long dilation = 1)
    {
        var more = (kernel - 1) * dilation;
        return new Window(kernel, stride, dilation, more / 2, more - (more / 2));
    }

    /// <summary>A window that sees nothing behind its place.</summary>
    public static Window Causal(long kernel, long stride, long dilation = 1) => new(kernel, stride, dilation, (kernel - 1) * dilation);

    /// <summary>How many places it can take in a size, ⌈(size - shrink) / stride⌉; null where that is no polynomial in the parameters.</summary>
    public Polynomial? Over(Polynomial size) => (size.Number, Stride) switch
    {
        ({ } number, _) => Math.Max(0, ((number - Shrink) + Stride - 1) / Stride),
        (_, 1) => size + -Shrink,
        _ => null,
    };
}
