namespace RnnDsl.Generator.Shapes;

/// <summary>
/// The number of steps of a sequence: that of the input, ⌈(time - shrink) / stride⌉ after windows over time, or the number of rows of
/// an image.
/// </summary>
/// <param name="Steps">The number of steps if the declaration fixes it.</param>
/// <param name="Shrink">The number of steps lost at the ends.</param>
/// <param name="Stride">The number of input steps per output step.</param>
internal sealed record TimeExtent(Polynomial? Steps = null, long Shrink = 0, long Stride = 1)
{
    /// <summary>The number of input steps.</summary>
    public static readonly TimeExtent Whole = new();

    // Larger than any sequence, and small enough for further arithmetic.
    private const long Endless = 1_000_000_000_000;

    /// <summary>Whether windows over time have changed it.</summary>
    public bool IsChanged => Steps is null && (Shrink != 0 || Stride != 1);

    /// <summary>The number of steps after a window; several windows are equivalent to one.</summary>
    public TimeExtent After(long shrink, long stride) => new(null, Bounded(Shrink + ((decimal)Stride * shrink)), Bounded((decimal)Stride * stride));

    public override string ToString() => this switch
    {
        { Steps: { } steps } => steps.ToString(),
        { Shrink: 0, Stride: 1 } => "time",
        { Stride: 1 } => $"time - {Shrink}",
        { Shrink: 0 } => $"⌈time / {Stride}⌉",
        _ => $"⌈(time - {Shrink}) / {Stride}⌉",
    };

    private static long Bounded(decimal number) => (long)Math.Min(number, Endless);
}
