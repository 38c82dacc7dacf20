using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Batches of sequences of unequal length, padded behind: what reads from the end, or at the end, looks at the real steps only. Tensors come
/// with the time first, [time, batch, ...]; <c>null</c> lengths stand for sequences that all fill it.
/// </summary>
public static class Lengths
{
    /// <summary>What stands at the last real step: [batch, features].</summary>
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

    /// <summary>The rows, of [time × batch], that read every sequence backwards within its length: int64 [time × batch].</summary>
    internal static Tensor ReversedRows(Tensor lengths, long time)
    {
        using var scope = NewDisposeScope();
        var batch = lengths.size(0);
        var step = Scalars.Range(time, lengths.device).unsqueeze(1);
        var from = where(step.lt(lengths), lengths.sub(Scalars.One) - step, step);
        using Scalar stride = batch;
        return Scalars.Range(batch, lengths.device).add(from, stride).flatten().MoveToOuterDisposeScope();
    }

    /// <summary>Rows of [time × batch] in another order.</summary>
    internal static Tensor Take(Tensor sequence, Tensor rows)
    {
        using var scope = NewDisposeScope();
        return sequence.flatten(0, 1).index_select(0, rows).view_as(sequence).MoveToOuterDisposeScope();
    }
}
