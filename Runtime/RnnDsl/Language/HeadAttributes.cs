namespace RnnDsl;

/// <summary>
/// The task of the model, declared after the last layer. It has no parameters and leaves the output unchanged; it adds a method <c>Loss</c>.
/// </summary>
public abstract class HeadAttribute : LayerAttribute
{
    private protected HeadAttribute() { }
}

/// <summary>
/// Classification: <c>Loss</c> is the mean cross entropy of the scores [batch, classes], or of [batch, time, classes] over
/// the valid steps.
/// </summary>
public sealed class ClassifyAttribute : HeadAttribute
{
    /// <summary>Label smoothing, in [0, 1): the probability mass of each target that is spread over all classes (Szegedy et al. 2016).</summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>Regression: <c>Loss</c> is the mean distance from the target [batch, features], or [batch, time, features] over the valid steps.</summary>
public sealed class RegressAttribute : HeadAttribute
{
    /// <summary>The distance between output and target.</summary>
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
/// Connectionist temporal classification (Graves et al. 2006): <c>Loss</c> is the negative log-likelihood of a label sequence that is shorter than the
/// input, summed over all alignments. It includes the log-softmax.
/// </summary>
public sealed class CtcAttribute : HeadAttribute
{
    /// <summary>The blank class; 0 by default.</summary>
    public int Blank { get; set; }

    /// <summary>
    /// Whether a target that needs more steps than its sequence has adds zero to the loss and to the gradient. Otherwise it is an error, because its loss is infinite.
    /// </summary>
    public bool ZeroInfinity { get; set; }
}
