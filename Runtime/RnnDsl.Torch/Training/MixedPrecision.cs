using RnnDsl.Torch.CompilerServices;

namespace RnnDsl.Training;

/// <summary>
/// Products in bfloat16 with float32 weights, in a training loop of one's own; a <see cref="Trainer"/> has <see cref="TrainerOptions.Precision"/>. Micikevicius and others, "Mixed Precision
/// Training", 2018; Kalamkar and others, "A Study of BFLOAT16 for Deep Learning Training", 2019, which needs no scaling of the loss.
/// </summary>
public static class MixedPrecision
{
    /// <summary>Whether the processor multiplies bfloat16 by instructions of its own; without them such products on a CPU are slower than those of float32.</summary>
    public static bool IsFastOnCpu => ReducedPrecision.HasInstructions;

    /// <summary>The precision of the products of this thread.</summary>
    public static Precision Current => ReducedPrecision.IsOn ? Precision.BFloat16 : Precision.Float32;

    /// <summary>
    /// Sets the precision of the products of this thread until the result is disposed: enclose the forward and the backward pass. Models whose weights are not float32 compute as without it.
    /// </summary>
    /// <remarks>Dispose of the result on the same thread, the last one first; an <c>await</c> may go on with another thread.</remarks>
    /// <param name="precision">The precision.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no value of <see cref="Precision"/>.</exception>
    public static IDisposable Use(Precision precision) => ReducedPrecision.Use(precision switch
    {
        Precision.Float32 => false,
        Precision.BFloat16 => true,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "A precision is Precision.Float32 or Precision.BFloat16."),
    });
}
