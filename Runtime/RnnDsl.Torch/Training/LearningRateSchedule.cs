namespace RnnDsl.Torch;

/// <summary>
/// The learning rate over a run: a factor on the optimizer's own rates as a function of the step alone, so that it has no
/// state to save and a resumed run follows the same curve.
/// </summary>
/// <param name="factor">The factor at a step, counted from 1.</param>
public sealed class LearningRateSchedule(Func<long, double> factor)
{
    /// <summary>The optimizer's own rates throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new(static _ => 1);

    /// <summary>The factor at a step, counted from 1.</summary>
    public double At(long step) => factor(step);

    /// <summary>Multiplied by <paramref name="decay"/> after every <paramref name="every"/> steps.</summary>
    public static LearningRateSchedule StepDecay(long every, double decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decay);
        return new(step => Math.Pow(decay, (step - 1) / every));
    }

    /// <summary>Half a cosine from 1 down to <paramref name="floor"/> over <paramref name="steps"/> steps (Loshchilov and Hutter, SGDR, 2017).</summary>
    public static LearningRateSchedule Cosine(long steps, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        return new(step => floor + (1 - floor) * (1 + Math.Cos(Math.PI * Math.Min(1, (step - 1.0) / steps))) / 2);
    }

    /// <summary>This schedule, led into by a straight rise over the first <paramref name="steps"/> steps.</summary>
    public LearningRateSchedule WithWarmup(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new(step => At(step) * Math.Min(1, (double)step / steps));
    }
}
