using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>One long sequence of tokens on a device, from which a network learns to predict the next.</summary>
public sealed class TokenSequence : IDisposable
{
    private readonly Tensor _tokens;

    /// <summary>A sequence on a device.</summary>
    /// <param name="name">What messages call it, such as <c>training part</c>.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="device">Where they are kept; <c>null</c> is the CPU.</param>
    public TokenSequence(string name, ReadOnlySpan<long> tokens, Device? device = null)
    {
        Name = name;
        Length = tokens.Length;

        // The sequence outlives the scope it is made in: its owner disposes it.
        _tokens = tensor(tokens.ToArray(), device: device ?? CPU).DetachFromDisposeScope();
    }

    /// <summary>What messages call the sequence.</summary>
    public string Name { get; }

    /// <summary>How many tokens it has.</summary>
    public long Length { get; }

    /// <summary>Random windows, each start equally likely. The same state of the source gives the same batch on every device.</summary>
    /// <param name="random">Where the starts come from.</param>
    /// <param name="batchSize">How many windows.</param>
    /// <param name="sequenceLength">How many steps each has.</param>
    /// <returns>[batchSize, sequenceLength]; the tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">The sequence has fewer than <paramref name="sequenceLength"/> + 1 tokens.</exception>
    public TokenBatch Batch(RandomSource random, int batchSize, int sequenceLength)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        if (Length <= sequenceLength)
            throw new ArgumentException($"The {Name} has {Length} tokens: too few for a window of {sequenceLength} steps, which takes {sequenceLength + 1}. Take shorter sequences or a longer text.");

        var starts = new long[batchSize];
        foreach (ref var start in starts.AsSpan())
            start = random.NextInt64(Length - sequenceLength);

        using var scope = NewDisposeScope();
        // Every window of the text as a view, [starts, sequenceLength + 1], of which one gather takes the rows that were drawn.
        var windows = _tokens.unfold(0, sequenceLength + 1, 1).index_select(0, tensor(starts, device: _tokens.device));
        return InputsAndTargets(scope, windows, sequenceLength);
    }

    /// <summary>
    /// The sequence from beginning to end, cut into contiguous streams side by side: row i of each batch goes on where row i of the one
    /// before ended, so a network carries its state along.
    /// </summary>
    /// <param name="batchSize">How many streams; 1 covers the sequence to its last token.</param>
    /// <param name="sequenceLength">How many steps each batch has at most; the last one may have fewer.</param>
    /// <exception cref="ArgumentException">There is not one prediction for each stream.</exception>
    public TokenStreams Streams(int batchSize, int sequenceLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        if (Length <= batchSize)
            throw new ArgumentException($"The {Name} has {Length} tokens: too few for {batchSize} streams, which take at least {batchSize + 1}. Take fewer streams or a longer text.");
        return new TokenStreams(_tokens, batchSize, sequenceLength);
    }

    /// <summary>[batch, time + 1] → the first and the last time steps of each row, handed to the scope outside.</summary>
    internal static TokenBatch InputsAndTargets(DisposeScope scope, Tensor windows, long time)
    {
        var inputs = windows.narrow(1, 0, time).contiguous();
        var targets = windows.narrow(1, 1, time).contiguous();
        scope.MoveToOuter(inputs, targets);
        return new TokenBatch(inputs, targets);
    }

    /// <summary>Frees the tokens.</summary>
    public void Dispose() => _tokens.Dispose();
}
