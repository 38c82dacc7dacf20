using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>A sequence cut into contiguous streams, for evaluation with a carried state. Every enumeration starts again.</summary>
public sealed class TokenStreams : IEnumerable<TokenBatch>
{
    private readonly Tensor _tokens;
    private readonly int _sequenceLength;

    internal TokenStreams(Tensor tokens, int batchSize, int sequenceLength)
    {
        _tokens = tokens;
        _sequenceLength = sequenceLength;
        BatchSize = batchSize;
        StepsPerStream = (tokens.NumberOfElements - 1) / batchSize;
    }

    /// <summary>The number of parallel streams.</summary>
    public int BatchSize { get; }

    /// <summary>The number of predictions of each stream.</summary>
    public long StepsPerStream { get; }

    /// <summary>The number of predictions of one enumeration, the divisor of a summed loss.</summary>
    public long Predictions => BatchSize * StepsPerStream;

    /// <summary>The number of predictions at the end of the sequence that equally long streams leave out, fewer than there are streams.</summary>
    public long LeftOut => _tokens.NumberOfElements - 1 - Predictions;

    /// <summary>The number of batches.</summary>
    public long Count => (StepsPerStream + _sequenceLength - 1) / _sequenceLength;

    /// <summary>One batch, for training with one batch per step.</summary>
    /// <param name="index">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public TokenBatch this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return At(index * _sequenceLength, Math.Min(_sequenceLength, StepsPerStream - (index * _sequenceLength)));
        }
    }

    /// <summary>
    /// The batches in order. Their tensors belong to the dispose scope that is current when each is created, or to the code that disposes the batch.
    /// </summary>
    public IEnumerator<TokenBatch> GetEnumerator()
    {
        for (var index = 0L; index < Count; index++)
            yield return this[index];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private TokenBatch At(long start, long time)
    {
        using var scope = NewDisposeScope();
        // Stream i starts at i · steps; its targets extend one token into the next stream, the first input there.
        var windows = _tokens.as_strided([BatchSize, time + 1], [StepsPerStream, 1], start);
        return TokenSequence.InputsAndTargets(scope, windows, time);
    }
}
