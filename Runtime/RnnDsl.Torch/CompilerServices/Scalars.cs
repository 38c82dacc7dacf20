using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Constant scalars for emitted code and the runtime, kept alive by static fields.</summary>
/// <remarks>
/// TorchSharp passes the handle of a <see cref="Scalar"/> without keeping the object alive: a garbage collection on another thread can finalize it, which
/// frees the value while libtorch reads it. A number that is converted in a call (<c>a * 0.5</c>) and one that TorchSharp creates itself
/// (<c>a + b</c> is <c>a + 1 · b</c>) have no other reference. A static field, or a <c>using</c> local until the end of its block, keeps a scalar alive.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
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

    /// <summary>-∞, the score of masked positions.</summary>
    public static readonly Scalar NegativeInfinity = double.NegativeInfinity;

    /// <summary>The integers from 0 on, int64 [count].</summary>
    internal static Tensor Range(long count, Device device)
    {
        using Scalar end = count;
        return arange(Zero, end, One, dtype: ScalarType.Int64, device: device);
    }
}
