namespace RnnDsl.Generator.Shapes;

/// <summary>
/// How many steps a sequence has: as many as came in, ⌈(time - shrink) / stride⌉ after windows have moved over it, or as many as an image
/// has rows.
/// </summary>
/// <param name="Steps">The number of steps where the declaration fixes it.</param>
/// <param name="Shrink">How many steps are lost at the ends.</param>
/// <param name="Stride">How many steps have become one.</param>
internal sealed record TimeExtent(Polynomial? Steps = null, long Shrink = 0, long Stride = 1)
{
    /// <summary>As many as came in.</summary>
    public static readonly TimeExtent Whole = new();

    // Beyond any sequence, and far enough from the end of the numbers to go on computing.
    private const long Endless = 1_000_000_000_000;

    /// <summary>Whether windows have changed it.</summary>
    public bool IsChanged => Steps is null && (Shrink != 0 || Stride != 1);

    /// <summary>What a window leaves of an unknown number of steps; several windows are again one.</summary>
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
