using RnnDsl.Torch.CompilerServices;
using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>Token sequences with a label for each token on the host, and batches of them on a device: for tagging.</summary>
public sealed class TaggedSequences
{
    /// <summary>The label of steps that do not count in the loss and in metrics, -100 as in PyTorch: padding, and tokens without a label.</summary>
    public const long IgnoredLabel = IndexChecks.Ignored;

    private readonly (long[] Tokens, long[] Labels)[] _sequences;
    private readonly Device _device;

    /// <summary>Sequences and the labels of their tokens.</summary>
    /// <param name="sequences">The tokens of each sequence, and as many class indices; <see cref="IgnoredLabel"/> for a token that does not count.</param>
    /// <param name="device">The device of the batches; <c>null</c>: the CPU.</param>
    /// <exception cref="ArgumentException">A sequence is empty, or the numbers of its tokens and labels differ.</exception>
    public TaggedSequences(IEnumerable<(long[] Tokens, long[] Labels)> sequences, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        _sequences = [.. sequences];
        for (var i = 0; i < _sequences.Length; i++)
        {
            var (tokens, labels) = _sequences[i];
            if (tokens.Length == 0)
                throw new ArgumentException($"Sequence {i.Invariant()} (counted from 0) is empty.", nameof(sequences));
            if (tokens.Length != labels.Length)
            {
                throw new ArgumentException(
                    $"Sequence {i.Invariant()} (counted from 0) has {tokens.Length.Invariant()} tokens and {labels.Length.Invariant()} labels. "
                        + $"Give each token a label, and {nameof(IgnoredLabel)} ({IgnoredLabel}) to those that do not count.",
                    nameof(sequences));
            }
        }
        _device = device ?? CPU;
        Lengths = Array.ConvertAll(_sequences, static sequence => sequence.Tokens.Length);
    }

    /// <summary>The number of sequences.</summary>
    public int Count => _sequences.Length;

    /// <summary>The number of tokens of each sequence, for <see cref="LengthBuckets"/>.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>The labels of a sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public ReadOnlySpan<long> LabelsOf(int number) => _sequences[Indices.Check(number, Count, "sequences")].Labels;

    /// <summary>A batch of the sequences of the given indices, in this order.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">There are no indices.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no sequence of an index.</exception>
    public TaggedSequenceBatch Batch(ReadOnlySpan<long> indices)
    {
        Indices.Check(indices, Count, "sequences");
        return new(
            SequenceBatches.Pad(indices, number => _sequences[number].Tokens, SpecialTokens.Padding, _device),
            SequenceBatches.PerSequence(indices, number => Lengths[(int)number], _device),
            SequenceBatches.Pad(indices, number => _sequences[number].Labels, IgnoredLabel, _device));
    }

    /// <summary>All sequences once, in batches of similar length, for an evaluation. Each batch is created when the enumeration reaches it.</summary>
    /// <param name="size">The maximum batch size.</param>
    /// <returns>The tensors belong to the dispose scope that is current when a batch is created.</returns>
    public IEnumerable<TaggedSequenceBatch> Batches(int size) => SequenceBatches.ByLength(Lengths, size).Select(indices => Batch(indices));
}
