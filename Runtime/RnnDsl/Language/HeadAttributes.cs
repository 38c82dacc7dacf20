namespace RnnDsl;

/// <summary>
/// What the scores are for: the last layer of a model. It learns nothing and changes nothing, but gives the class a method <c>Loss</c>.
/// </summary>
public abstract class HeadAttribute : LayerAttribute
{
    private protected HeadAttribute() { }
}

/// <summary>
/// The scores choose one of several classes: <c>Loss</c> is the mean cross entropy of [batch, classes], or of [batch, time, classes] over
/// the real steps.
/// </summary>
public sealed class ClassifyAttribute : HeadAttribute
{
    /// <summary>The share, in [0, 1), of each target that is spread over all classes (Szegedy et al. 2016).</summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>The output is numbers to be met: <c>Loss</c> is the mean distance from [batch, features], or from [batch, time, features] over the real steps.</summary>
public sealed class RegressAttribute : HeadAttribute
{
    /// <summary>How a distance is measured.</summary>
    public RegressionLoss Loss { get; set; }
}

/// <summary>The distances of <see cref="RegressAttribute"/>.</summary>
public enum RegressionLoss
{
    /// <summary>(y - t)²</summary>
    Squared,

    /// <summary>|y - t|</summary>
    Absolute,

    /// <summary>(y - t)² / 2 up to a distance of 1, |y - t| - 1/2 beyond (Huber 1964)</summary>
    Huber,
}

/// <summary>
/// The scores of every step spell a shorter sequence of labels, wherever in time they lie: <c>Loss</c> is that of connectionist temporal
/// classification (Graves et al. 2006), with the logarithm of the softmax inside.
/// </summary>
public sealed class CtcAttribute : HeadAttribute
{
    /// <summary>The class that stands for no label; 0 by default.</summary>
    public int Blank { get; set; }

    /// <summary>
    /// Whether a target that needs more steps than its sequence has adds zero to the loss and to the gradient. Otherwise it is an error, because its loss is infinite.
    /// </summary>
    public bool ZeroInfinity { get; set; }
}
