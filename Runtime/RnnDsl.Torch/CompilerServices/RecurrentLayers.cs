using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// A stack of recurrent layers: directions, dropout and residual connections around the cells. Each layer runs over the whole sequence, in one direction
/// or both, before the next one.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RecurrentLayers
{
    /// <summary>Runs one layer in one direction over a sequence.</summary>
    /// <param name="sequence">[time, batch, features], in the direction of the layer; padding follows the valid steps.</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="initial">The initial states, [batch, size] each.</param>
    /// <param name="layer">The layer, counted from 0.</param>
    /// <param name="reverse">Whether to use the weights of the reverse direction.</param>
    /// <returns>The hidden states [time, batch, size], and each state after the last valid step.</returns>
    public delegate (Tensor Output, Tensor[] Final) UnrolledLayer(Tensor sequence, Tensor? lengths, Tensor[] initial, int layer, bool reverse);

    /// <summary>The sizes of the states, hidden state first.</summary>
    public required long[] StateSizes { get; init; }

    /// <summary>The number of stacked layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The first layer to run; its input is the output of the layers before it.</summary>
    public int First { get; init; }

    /// <summary>Whether a second direction reads each sequence in reverse.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>The merge of two directions.</summary>
    public Merge Merge { get; init; }

    /// <summary>Whether the single direction reads each sequence in reverse.</summary>
    public bool Reverse { get; init; }

    /// <summary>The probability of dropout between layers.</summary>
    public double Dropout { get; init; }

    /// <summary>The probability of locked dropout between layers: one mask per sequence.</summary>
    public double LockedDropout { get; init; }

    /// <summary>Whether the input of each layer is added to its output.</summary>
    public bool Residual { get; init; }

    /// <summary>Runs the layers from <see cref="First"/> on.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="initial">The initial states, [layers × directions, batch, size] each; <c>null</c> for zeros.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="unrolled">Runs one layer in one direction.</param>
    /// <returns>The output of the last layer [batch, time, features], and all final states, each [layers × directions, batch, size].</returns>
    public (Tensor Output, Tensor[] Final) Run(Tensor input, Tensor? lengths, Tensor[]? initial, bool training, UnrolledLayer unrolled)
    {
        ArgumentNullException.ThrowIfNull(input);
        return RunSteps(input, input.dtype, lengths, initial, training, unrolled);
    }

    /// <summary>Runs the layers over a sequence whose steps have another dtype than their states: tokens, whose vectors the first layer looks up.</summary>
    private protected (Tensor Output, Tensor[] Final) RunSteps(Tensor input, ScalarType dtype, Tensor? lengths, Tensor[]? initial, bool training, UnrolledLayer unrolled)
    {
        ArgumentNullException.ThrowIfNull(unrolled);
        using var scope = NewDisposeScope();

        // Padding may hold NaN, and 0 · NaN is NaN: zero it before it meets a weight.
        var sequence = TimeFirst(ValidSteps.ZeroPadding(input, lengths));
        var reversed = lengths is not null && (Bidirectional || Reverse) ? Lengths.ReversedRows(lengths, sequence.size(0)) : null;
        var finals = StateSizes.Select(_ => new List<Tensor>()).ToArray();
        for (var layer = First; layer < Layers; layer++)
        {
            if (layer > 0)
                sequence = BetweenLayers(sequence, training);

            var read = sequence;
            if (!Bidirectional)
                sequence = One(read, layer, Reverse, reverseWeights: false);
            else
                sequence = Join(One(read, layer, fromTheEnd: false, reverseWeights: false), One(read, layer, fromTheEnd: true, reverseWeights: true));
            if (Residual)
                sequence = sequence.add(read, Scalars.One);
        }

        return (sequence.transpose(0, 1).MoveToOuterDisposeScope(), [.. finals.Select(states => stack(states).MoveToOuterDisposeScope())]);

        Tensor One(Tensor read, int layer, bool fromTheEnd, bool reverseWeights)
        {
            var row = finals[0].Count;
            var start = StateSizes.Select((size, state) => initial?[state].select(0, row)
                ?? zeros(read.size(1), size, dtype: dtype, device: read.device)).ToArray();
            var (output, final) = unrolled(fromTheEnd ? Turn(read) : read, lengths, start, layer, reverseWeights);
            for (var state = 0; state < final.Length; state++)
                finals[state].Add(final[state]);
            return fromTheEnd ? Turn(output) : output;
        }

        Tensor Turn(Tensor read) => reversed is null ? read.flip(0) : Lengths.Take(read, reversed);
    }

    /// <summary><see cref="Run"/> for a cell with one state.</summary>
    /// <inheritdoc cref="Run"/>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="hidden">[layers × directions, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="unrolled">Runs one layer in one direction.</param>
    public (Tensor Output, Tensor Hidden) Run1(Tensor input, Tensor? lengths, Tensor? hidden, bool training, UnrolledLayer unrolled)
    {
        var (output, final) = Run(input, lengths, hidden is null ? null : [hidden], training, unrolled);
        return (output, final[0]);
    }

    /// <summary><see cref="Run"/> for a cell with two states.</summary>
    /// <inheritdoc cref="Run"/>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="hidden">[layers × directions, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="cell">[layers × directions, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="unrolled">Runs one layer in one direction.</param>
    public (Tensor Output, Tensor Hidden, Tensor Cell) Run2(Tensor input, Tensor? lengths, Tensor? hidden, Tensor? cell, bool training, UnrolledLayer unrolled)
    {
        var (output, final) = Run(input, lengths, hidden is null || cell is null ? null : [hidden, cell], training, unrolled);
        return (output, final[0], final[1]);
    }

    /// <summary>
    /// Transposes to time-first, so that each step is contiguous. Always copies: a loop saves the tensor for the backward pass, and nothing else
    /// may modify it.
    /// </summary>
    /// <param name="input">[batch, time, features]</param>
    /// <returns>[time, batch, features], contiguous.</returns>
    public static Tensor TimeFirst(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        var turned = input.transpose(0, 1);
        return (turned.is_contiguous() ? turned.clone() : turned.contiguous()).MoveToOuterDisposeScope();
    }

    private Tensor Join(Tensor forth, Tensor back) => Merge switch
    {
        Merge.Sum => forth.add(back, Scalars.One),
        Merge.Mean => forth.add(back, Scalars.One).div(Scalars.Two),
        _ => cat([forth, back], -1),
    };

    private Tensor BetweenLayers(Tensor sequence, bool training) =>
        !training ? sequence
        : LockedDropout > 0 ? sequence * Masks.LockedDropout(LockedDropout, sequence[0])
        : Dropout > 0 ? nn.functional.dropout(sequence, Dropout, training)
        : sequence;
}
