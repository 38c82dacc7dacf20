using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Padding masks of batches. No operation synchronises with another device.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValidSteps
{
    /// <summary>The mask of valid steps: bool [batch, time].</summary>
    /// <param name="lengths">int64 [batch]</param>
    /// <param name="time">The number of steps of the batch.</param>
    public static Tensor Mask(Tensor lengths, long time)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        using var scope = NewDisposeScope();
        return Scalars.Range(time, lengths.device).unsqueeze(0).lt(lengths.unsqueeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Sets padding to zero; without lengths returns the tensor itself.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are valid.</param>
    /// <returns>[batch, time, features]</returns>
    /// <exception cref="ArgumentException">The number of lengths is not the number of sequences.</exception>
    public static Tensor ZeroPadding(Tensor input, Tensor? lengths) => Fill(input, lengths, 0);

    /// <summary>The lengths after a convolution or pooling over time; <c>null</c> for <c>null</c>.</summary>
    /// <param name="lengths">int64 [batch]</param>
    /// <param name="shrink">The number of steps by which the window shortens a sequence: its extent minus one, minus the padding.</param>
    /// <param name="stride">The stride of the window.</param>
    /// <returns>int64 [batch], ⌈(length - shrink) / stride⌉</returns>
    [return: NotNullIfNotNull(nameof(lengths))]
    public static Tensor? LengthsAfter(Tensor? lengths, long shrink = 0, long stride = 1)
    {
        if (lengths is null)
        {
            return null;
        }

        using var scope = NewDisposeScope();
        using Scalar ahead = stride - 1 - shrink;
        using Scalar divisor = stride;
        return lengths.add(ahead, Scalars.One).div(divisor, RoundingMode.floor).MoveToOuterDisposeScope();
    }

    /// <summary>Sets padding to a value.</summary>
    internal static Tensor Fill(Tensor input, Tensor? lengths, double value)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (lengths is null)
        {
            return input;
        }

        using var scope = NewDisposeScope();
        using Scalar filler = value;
        return input.masked_fill(PaddingMask(lengths, input), filler).MoveToOuterDisposeScope();
    }

    /// <summary>The padding mask, with as many dimensions as the steps: bool [batch, time, 1].</summary>
    internal static Tensor PaddingMask(Tensor lengths, Tensor steps)
    {
        // A single length would be broadcast over all sequences.
        if (lengths.dim() != 1 || lengths.size(0) != steps.size(0))
        {
            throw new ArgumentException($"Lengths are int64 [{steps.size(0)}], one for each sequence of the batch; found [{string.Join(", ", lengths.shape)}].", nameof(lengths));
        }

        var padding = Mask(lengths, steps.size(1)).logical_not();
        return steps.dim() == 2 ? padding : padding.unsqueeze(-1);
    }
}
