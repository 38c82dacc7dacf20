using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Operations on padded batches, [time, batch, ...], that use the valid steps only. <c>null</c> lengths: all steps
/// are valid.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lengths
{
    /// <summary>The last valid step of each sequence: [batch, features].</summary>
    /// <param name="sequence">[time, batch, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    public static Tensor Last(Tensor sequence, Tensor? lengths)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        if (lengths is null)
            return sequence.select(0, -1);

        using var scope = NewDisposeScope();
        var batch = sequence.size(1);
        using Scalar stride = batch;
        var rows = Scalars.Range(batch, lengths.device).add(lengths.sub(Scalars.One), stride);
        return sequence.flatten(0, 1).index_select(0, rows).MoveToOuterDisposeScope();
    }

    /// <summary>Sets padding to zero; without lengths returns the sequence itself.</summary>
    /// <param name="sequence">[time, batch, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    internal static Tensor ZeroPadding(Tensor sequence, Tensor? lengths)
    {
        if (lengths is null)
            return sequence;

        using var scope = NewDisposeScope();
        var padding = ValidSteps.Mask(lengths, sequence.size(0)).logical_not().t().unsqueeze(2);
        return sequence.masked_fill(padding, Scalars.Zero).MoveToOuterDisposeScope();
    }

    /// <summary>The rows of [time × batch] that reverse every sequence within its length: int64 [time × batch].</summary>
    internal static Tensor ReversedRows(Tensor lengths, long time)
    {
        using var scope = NewDisposeScope();
        var batch = lengths.size(0);
        var step = Scalars.Range(time, lengths.device).unsqueeze(1);
        var from = where(step.lt(lengths), lengths.sub(Scalars.One) - step, step);
        using Scalar stride = batch;
        return Scalars.Range(batch, lengths.device).add(from, stride).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>Selects rows of [time × batch].</summary>
    internal static Tensor Take(Tensor sequence, Tensor rows)
    {
        using var scope = NewDisposeScope();
        return sequence.flatten(0, 1).index_select(0, rows).view_as(sequence).MoveToOuterDisposeScope();
    }
}
