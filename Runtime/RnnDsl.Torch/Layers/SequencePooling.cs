using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Sequence reduction over the valid steps.</summary>
public static class SequencePooling
{
    /// <summary>Mean pooling over time.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are valid.</param>
    /// <returns>[batch, features]</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of steps.</exception>
    public static Tensor Mean(Tensor input, Tensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (lengths is null)
        {
            return input.mean([1]);
        }

        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, input, nameof(SequencePooling));
        return ValidSteps.ZeroPadding(input, lengths).sum(1).div(lengths.unsqueeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Max pooling over time.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are valid.</param>
    /// <returns>[batch, features]</returns>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of steps.</exception>
    public static Tensor Max(Tensor input, Tensor? lengths = null)
    {
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, input, nameof(SequencePooling));
        return ValidSteps.Fill(input, lengths, double.NegativeInfinity).max(1).values.MoveToOuterDisposeScope();
    }
}
