namespace RnnDsl.Decoding;

/// <summary>The errors of scores from which no token can be chosen.</summary>
internal static class ScoreErrors
{
    /// <summary>The exception for scores with NaN or +∞.</summary>
    /// <param name="source">The index of the source, in the given order.</param>
    /// <param name="step">The step, counted from 1.</param>
    public static ArgumentException NotFinite(long source, long step) => new(
        $"The scores of source {source} at step {step} contain NaN or +Infinity, so no token can be chosen. Did training diverge?");
}
