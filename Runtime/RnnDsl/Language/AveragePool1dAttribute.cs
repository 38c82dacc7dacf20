namespace RnnDsl;

/// <summary>
/// Average pooling over time: [batch, time, features] to [batch, ⌊(time - kernel) / stride⌋ + 1, features], the mean of each feature over
/// windows of <see cref="Kernel"/> steps (LeCun et al. 1998). Nothing is padded: a window lies within the valid steps of its sequence, so a sequence
/// has at least <see cref="Kernel"/> of them.
/// </summary>
public sealed class AveragePool1dAttribute : LayerAttribute
{
    /// <summary>Windows of <paramref name="kernel"/> steps.</summary>
    /// <param name="kernel">The kernel size in steps.</param>
    public AveragePool1dAttribute(int kernel) => (Kernel, Stride) = (kernel, kernel);

    /// <summary>The kernel size in steps.</summary>
    public int Kernel { get; }

    /// <summary>The stride in steps; by default the kernel size, so that windows do not overlap.</summary>
    public int Stride { get; set; }
}
