using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Dropout masks for recurrent layers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Masks
{
    /// <summary>Locked (variational) dropout: one mask for all steps of a sequence, 0 with probability p and 1/(1 - p) otherwise (Gal and Ghahramani 2016).</summary>
    /// <param name="probability">The probability of a zero, in [0, 1).</param>
    /// <param name="like">[batch, features] or [batch, 1, features]: the tensor whose shape, dtype and device the mask gets.</param>
    public static Tensor LockedDropout(double probability, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        using var scope = NewDisposeScope();
        using Scalar keep = 1 - probability;
        return empty_like(like, requires_grad: false).bernoulli_(1 - probability).div_(keep).MoveToOuterDisposeScope();
    }

    /// <summary>Recurrent dropout: one locked mask for all steps of a loop, [time, batch, features]; ones in evaluation mode.</summary>
    /// <param name="probability">The probability of a zero, in [0, 1).</param>
    /// <param name="like">[batch, features]</param>
    /// <param name="steps">The number of time steps.</param>
    /// <param name="training">Whether the model is in training mode.</param>
    public static Tensor RecurrentDropout(double probability, Tensor like, long steps, bool training)
    {
        ArgumentNullException.ThrowIfNull(like);
        using var scope = NewDisposeScope();
        var mask = training ? LockedDropout(probability, like) : ones(1, 1, dtype: like.dtype, device: like.device);
        return mask.unsqueeze(0).expand(steps, like.size(0), like.size(1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Zoneout: the weight of the previous state at each step, 0 or 1 in training mode and the probability in evaluation mode (Krueger et al. 2017).
    /// </summary>
    /// <param name="probability">The probability of the previous value, in [0, 1).</param>
    /// <param name="like">[batch, features]</param>
    /// <param name="steps">The number of time steps.</param>
    /// <param name="training">Whether the model is in training mode.</param>
    /// <returns>[time, batch, features]</returns>
    public static Tensor Zoneout(double probability, Tensor like, long steps, bool training)
    {
        ArgumentNullException.ThrowIfNull(like);
        using var scope = NewDisposeScope();
        using Scalar zoneout = probability;
        return (training
            // On a CPU twice as fast as bernoulli_.
            ? rand([steps, like.size(0), like.size(1)], dtype: ScalarType.Float32, device: like.device).lt(zoneout).to(like.dtype)
            : full([1, 1, 1], zoneout, dtype: like.dtype, device: like.device).expand(steps, like.size(0), like.size(1))).MoveToOuterDisposeScope();
    }
}
