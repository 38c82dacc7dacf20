using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>The masks of recurrent regularisers.</summary>
public static class Masks
{
    /// <summary>One mask for all steps of a sequence: zeros, and 1/(1 - p) elsewhere (Gal and Ghahramani 2016).</summary>
    /// <param name="probability">Of a zero, in [0, 1).</param>
    /// <param name="like">[batch, features] or [batch, 1, features]: whose shape, precision and device it has.</param>
    public static Tensor LockedDropout(double probability, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        using var scope = NewDisposeScope();
        using Scalar share = 1 - probability;
        return empty_like(like, requires_grad: false).bernoulli_(1 - probability).div_(share).MoveToOuterDisposeScope();
    }

    /// <summary>The same for every step of a loop: [time, batch, features], all ones unless training.</summary>
    /// <param name="probability">Of a zero, in [0, 1).</param>
    /// <param name="like">[batch, features]</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="training">Whether anything is dropped.</param>
    public static Tensor RecurrentDropout(double probability, Tensor like, long steps, bool training)
    {
        ArgumentNullException.ThrowIfNull(like);
        using var scope = NewDisposeScope();
        var mask = training ? LockedDropout(probability, like) : ones(1, 1, dtype: like.dtype, device: like.device);
        return mask.unsqueeze(0).expand(steps, like.size(0), like.size(1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// How much of a state's old value stays at each step: all or nothing in training, the probability itself afterwards (Krueger et al. 2017).
    /// </summary>
    /// <param name="probability">Of keeping the old value, in [0, 1).</param>
    /// <param name="like">[batch, features]</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="training">Whether it is drawn.</param>
    /// <returns>[time, batch, features]</returns>
    public static Tensor Zoneout(double probability, Tensor like, long steps, bool training)
    {
        ArgumentNullException.ThrowIfNull(like);
        using var scope = NewDisposeScope();
        using Scalar share = probability;
        return (training
            // On a CPU half as long as drawing by bernoulli_.
            ? rand([steps, like.size(0), like.size(1)], dtype: ScalarType.Float32, device: like.device).lt(share).to(like.dtype)
            : full([1, 1, 1], share, dtype: like.dtype, device: like.device).expand(steps, like.size(0), like.size(1))).MoveToOuterDisposeScope();
    }
}
