using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Locked dropout: one mask for all steps of a sequence, in training only (Gal and Ghahramani 2016).
/// Each call samples a new mask, also a call with a single step.
/// </summary>
public sealed class LockedDropout : nn.Module<Tensor, Tensor>
{
    private readonly double _probability;

    /// <summary>Dropout with the given probability.</summary>
    /// <param name="probability">In [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public LockedDropout(double probability)
        : base(nameof(LockedDropout))
    {
        if (probability is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability of dropout is at least 0 and less than 1.");
        }

        _probability = probability;
    }

    /// <summary>Applies the mask.</summary>
    /// <param name="input">[batch, time, features], or one step [batch, features].</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!training || _probability == 0)
        {
            return input;
        }

        using var scope = NewDisposeScope();
        var mask = Masks.LockedDropout(_probability, input.dim() == 2 ? input : input.narrow(1, 0, 1));
        return (input * mask).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: there are no parameters.</summary>
    protected override void RegisterComponents() { }
}
