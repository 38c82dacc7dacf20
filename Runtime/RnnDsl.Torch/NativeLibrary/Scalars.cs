using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>The scalars that emitted code and the runtime compute with, held for good.</summary>
/// <remarks>
/// TorchSharp reads the handle of a <see cref="Scalar"/> and holds the object no longer: a garbage collection on another thread finalizes it, and its finalizer
/// frees the number that libtorch still reads. A number that is converted on the way into a call (<c>a * 0.5</c>), and one that TorchSharp makes by itself
/// (<c>a + b</c> is <c>a + 1 · b</c>), is held by nothing. What holds a scalar is a static field, or a <c>using</c> local until the end of its block.
/// </remarks>
public static class Scalars
{
    /// <summary>0.</summary>
    public static readonly Scalar Zero = 0;

    /// <summary>1, also the factor of a sum: <c>a.add(b, Scalars.One)</c> is <c>a + b</c>.</summary>
    public static readonly Scalar One = 1;

    /// <summary>-1.</summary>
    public static readonly Scalar MinusOne = -1;

    /// <summary>2.</summary>
    public static readonly Scalar Two = 2;

    /// <summary>0.5.</summary>
    public static readonly Scalar Half = 0.5;

    /// <summary>-∞, the score of what is masked.</summary>
    public static readonly Scalar NegativeInfinity = double.NegativeInfinity;

    /// <summary>The integers from 0 on, int64 [count].</summary>
    internal static Tensor Range(long count, Device device)
    {
        using Scalar end = count;
        return arange(Zero, end, One, dtype: ScalarType.Int64, device: device);
    }
}
