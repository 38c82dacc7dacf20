namespace RnnDsl.Generator.Shapes;

/// <summary>A window along one axis: over time, or over the height and the width of an image.</summary>
/// <param name="Kernel">The number of positions in the window.</param>
/// <param name="Stride">The distance between windows.</param>
/// <param name="Dilation">The distance between the positions of a window.</param>
/// <param name="Before">The zero padding at the start.</param>
/// <param name="After">The zero padding at the end.</param>
internal sealed record Window(long Kernel, long Stride, long Dilation = 1, long Before = 0, long After = 0)
{
    /// <summary>The distance from the first to the last position, inclusive.</summary>
    public long Span => ((Kernel - 1) * Dilation) + 1;

    /// <summary>The number of positions lost at the ends.</summary>
    public long Shrink => Span - 1 - Before - After;

    /// <summary>Whether the padding is symmetric.</summary>
    public bool IsSymmetric => Before == After;

    /// <summary>Whether there may be another number of output positions than of input positions.</summary>
    public bool ChangesLength => Shrink != 0 || Stride != 1;

    /// <summary>Whether each output position sees one input position, and every one is seen.</summary>
    public bool IsPointwise => Kernel == 1 && Stride == 1;

    /// <summary>A window that keeps the size, with the extra position of an odd padding at the end.</summary>
    public static Window Same(long kernel, long stride, long dilation = 1)
    {
        var more = (kernel - 1) * dilation;
        return new Window(kernel, stride, dilation, more / 2, more - (more / 2));
    }

    /// <summary>A causal window.</summary>
    public static Window Causal(long kernel, long stride, long dilation = 1) => new(kernel, stride, dilation, (kernel - 1) * dilation);

    /// <summary>The number of output positions, ⌈(size - shrink) / stride⌉; null if it is not a polynomial in the parameters.</summary>
    public Polynomial? Over(Polynomial size) => (size.Number, Stride) switch
    {
        ({ } number, _) => Math.Max(0, ((number - Shrink) + Stride - 1) / Stride),
        (_, 1) => size + -Shrink,
        _ => null,
    };
}
