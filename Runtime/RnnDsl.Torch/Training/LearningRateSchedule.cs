namespace RnnDsl.Training;

/// <summary>
/// A learning rate schedule: a factor on the optimizer's learning rates as a function of the step, without
/// state, so that a resumed run follows the same schedule.
/// </summary>
/// <param name="factor">The factor at a step, counted from 1.</param>
public sealed class LearningRateSchedule(Func<long, double> factor)
{
    /// <summary>A constant learning rate.</summary>
    public static LearningRateSchedule Constant { get; } = new(static _ => 1);

    /// <summary>The factor at a step, counted from 1.</summary>
    public double At(long step) => factor(step);

    /// <summary>Step decay: multiplies by <paramref name="decay"/> after every <paramref name="every"/> steps.</summary>
    public static LearningRateSchedule StepDecay(long every, double decay)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(every);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(decay);
        return new(step => Math.Pow(decay, (step - 1) / every));
    }

    /// <summary>Cosine decay from 1 to <paramref name="floor"/> over <paramref name="steps"/> steps (Loshchilov and Hutter, SGDR, 2017).</summary>
    public static LearningRateSchedule Cosine(long steps, double floor = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        ArgumentOutOfRangeException.ThrowIfNegative(floor);
        return new(step => floor + (1 - floor) * (1 + Math.Cos(Math.PI * Math.Min(1, (step - 1.0) / steps))) / 2);
    }

    /// <summary>This schedule with a linear warm-up over the first <paramref name="steps"/> steps.</summary>
    public LearningRateSchedule WithWarmup(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        return new(step => At(step) * Math.Min(1, (double)step / steps));
    }
}
