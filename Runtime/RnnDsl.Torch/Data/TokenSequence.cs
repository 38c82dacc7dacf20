using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>One long token sequence on a device, for language modelling.</summary>
public sealed class TokenSequence : IDisposable
{
    private readonly Tensor _tokens;

    /// <summary>A sequence on a device.</summary>
    /// <param name="name">The name in messages, such as <c>training part</c>.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="device">The device of the tensors; <c>null</c>: the CPU.</param>
    public TokenSequence(string name, ReadOnlySpan<long> tokens, Device? device = null)
    {
        Name = name;
        Length = tokens.Length;

        // The tokens outlive the current dispose scope: Dispose disposes them.
        _tokens = tensor(tokens.ToArray(), device: device ?? CPU).DetachFromDisposeScope();
    }

    /// <summary>The name of the sequence in messages.</summary>
    public string Name { get; }

    /// <summary>The number of tokens.</summary>
    public long Length { get; }

    /// <summary>Random windows with uniform starts. The same state of the random source gives the same batch on every device.</summary>
    /// <param name="random">The random source of the starts.</param>
    /// <param name="batchSize">The number of windows.</param>
    /// <param name="sequenceLength">The number of steps of each window.</param>
    /// <returns>[batchSize, sequenceLength]; the tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">The sequence has fewer than <paramref name="sequenceLength"/> + 1 tokens.</exception>
    public TokenBatch Batch(RandomSource random, int batchSize, int sequenceLength)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        if (Length <= sequenceLength)
            throw new ArgumentException($"The {Name} has {Length} tokens: too few for a window of {sequenceLength} steps, which takes {sequenceLength + 1}. Use shorter sequences or a longer text.");

        var starts = new long[batchSize];
        foreach (ref var start in starts.AsSpan())
            start = random.NextInt64(Length - sequenceLength);

        using var scope = NewDisposeScope();
        // All windows of the text as a view, [starts, sequenceLength + 1], from which one gather takes the sampled rows.
        var windows = _tokens.unfold(0, sequenceLength + 1, 1).index_select(0, tensor(starts, device: _tokens.device));
        return InputsAndTargets(scope, windows, sequenceLength);
    }

    /// <summary>
    /// The whole sequence, cut into contiguous parallel streams: row i of each batch continues row i of the previous
    /// one, so that a network can carry its state along.
    /// </summary>
    /// <param name="batchSize">The number of streams; 1 covers the sequence to its last token.</param>
    /// <param name="sequenceLength">The maximum number of steps of each batch; the last one may have fewer.</param>
    /// <exception cref="ArgumentException">There is less than one prediction per stream.</exception>
    public TokenStreams Streams(int batchSize, int sequenceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        if (Length <= batchSize)
            throw new ArgumentException($"The {Name} has {Length} tokens: too few for {batchSize} streams, which take at least {batchSize + 1}. Use fewer streams or a longer text.");
        return new TokenStreams(_tokens, batchSize, sequenceLength);
    }

    /// <summary>[batch, time + 1] → the first and the last time steps of each row, moved to the outer scope.</summary>
    internal static TokenBatch InputsAndTargets(DisposeScope scope, Tensor windows, long time)
    {
        var inputs = windows.narrow(1, 0, time).contiguous();
        var targets = windows.narrow(1, 1, time).contiguous();
        scope.MoveToOuter(inputs, targets);
        return new TokenBatch(inputs, targets);
    }

    /// <summary>Disposes the tokens.</summary>
    public void Dispose() => _tokens.Dispose();
}
