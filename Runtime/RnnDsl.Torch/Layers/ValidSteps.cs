using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Tells the real steps of a padded batch from those behind a sequence's end. Nothing here waits for another device.</summary>
public static class ValidSteps
{
    /// <summary>Which steps are real: bool [batch, time].</summary>
    /// <param name="lengths">int64 [batch]</param>
    /// <param name="time">How many steps the batch has.</param>
    public static Tensor Mask(Tensor lengths, long time)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        using var scope = NewDisposeScope();
        return Scalars.Range(time, lengths.device).unsqueeze(0).lt(lengths.unsqueeze(1)).MoveToOuterDisposeScope();
    }

    /// <summary>The same steps with zeros behind the end of each sequence; without lengths the tensor itself.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where all steps are real.</param>
    /// <returns>[batch, time, features]</returns>
    /// <exception cref="ArgumentException">There is not a length for each sequence.</exception>
    public static Tensor ZeroPadding(Tensor input, Tensor? lengths) => Fill(input, lengths, 0);

    /// <summary>How many steps are left of each sequence where windows move over it; <c>null</c> for <c>null</c>.</summary>
    /// <param name="lengths">int64 [batch]</param>
    /// <param name="shrink">How many steps the window is wider than one, where nothing lies beyond the ends.</param>
    /// <param name="stride">By how many steps the window moves on.</param>
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

    /// <summary>The same steps with a number behind the end of each sequence.</summary>
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

    /// <summary>Which steps are padding, in as many dimensions as the steps have: bool [batch, time, 1].</summary>
    internal static Tensor PaddingMask(Tensor lengths, Tensor steps)
    {
        // A single length would be broadcast over all sequences.
        if (lengths.dim() != 1 || lengths.size(0) != steps.size(0))
        {
            throw new ArgumentException($"Lengths are int64 [{steps.size(0)}], one for each sequence of the batch; these are [{string.Join(", ", lengths.shape)}].", nameof(lengths));
        }

        var padding = Mask(lengths, steps.size(1)).logical_not();
        return steps.dim() == 2 ? padding : padding.unsqueeze(-1);
    }
}
