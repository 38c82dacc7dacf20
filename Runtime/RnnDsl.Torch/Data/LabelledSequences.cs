using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>Labelled token sequences on the host, and batches of them on a device.</summary>
public sealed class LabelledSequences
{
    private readonly (long[] Tokens, long Label)[] _sequences;
    private readonly Device _device;

    /// <summary>Sequences and their classes.</summary>
    /// <param name="sequences">The tokens and the class index of each sequence.</param>
    /// <param name="device">The device of the batches; <c>null</c>: the CPU.</param>
    /// <exception cref="ArgumentException">A sequence is empty.</exception>
    public LabelledSequences(IEnumerable<(long[] Tokens, long Label)> sequences, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        _sequences = [.. sequences];
        if (Array.FindIndex(_sequences, static sequence => sequence.Tokens.Length == 0) is >= 0 and var empty)
            throw new ArgumentException($"Sequence {empty.Invariant()} (counted from 0) is empty.", nameof(sequences));
        _device = device ?? CPU;
        Lengths = Array.ConvertAll(_sequences, static sequence => sequence.Tokens.Length);
    }

    /// <summary>The number of sequences.</summary>
    public int Count => _sequences.Length;

    /// <summary>The number of tokens of each sequence, for <see cref="LengthBuckets"/>.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>The class of a sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public long LabelOf(int number) => _sequences[Indices.Check(number, Count, "sequences")].Label;

    /// <summary>A batch of the sequences of the given indices, in this order.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">There are no indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sequence of an index.</exception>
    public LabelledSequenceBatch Batch(ReadOnlySpan<long> indices)
    {
        Indices.Check(indices, Count, "sequences");
        return new(
            SequenceBatches.Pad(indices, number => _sequences[number].Tokens, SpecialTokens.Padding, _device),
            SequenceBatches.PerSequence(indices, number => Lengths[(int)number], _device),
            SequenceBatches.PerSequence(indices, number => _sequences[number].Label, _device));
    }

    /// <summary>The indices of all sequences in batches of similar length, for one pass over them.</summary>
    /// <param name="size">The maximum batch size.</param>
    public IEnumerable<long[]> ByLength(int size) => SequenceBatches.ByLength(Lengths, size);

    /// <summary>All sequences once, in batches of similar length, for an evaluation. Each batch is created when the enumeration reaches it.</summary>
    /// <param name="size">The maximum batch size.</param>
    /// <returns>The tensors belong to the dispose scope that is current when a batch is created.</returns>
    public IEnumerable<LabelledSequenceBatch> Batches(int size) => ByLength(size).Select(indices => Batch(indices));
}
