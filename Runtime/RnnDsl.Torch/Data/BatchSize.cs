namespace RnnDsl.Torch;

/// <summary>How much a batch of sequences holds: a number of pairs, or a number of tokens with the padding.</summary>
public readonly record struct BatchSize
{
    private readonly int _pairs;
    private readonly int _tokens;

    private BatchSize(int pairs, int tokens) => (_pairs, _tokens) = (pairs, tokens);

    /// <summary>So many pairs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0.</exception>
    public static BatchSize Pairs(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new BatchSize(count, 0);
    }

    /// <summary>
    /// As many pairs as have at most so many tokens, padding included, on the side that has more; a single pair where that one has more already.
    /// Batches of short sentences have more rows then, and all take about the same time and memory.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0.</exception>
    public static BatchSize Tokens(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new BatchSize(0, count);
    }

    /// <summary>Such as <c>64 pairs</c> or <c>4,000 tokens</c>.</summary>
    public override string ToString() => _tokens > 0 ? $"{_tokens.Invariant()} tokens" : $"{Math.Max(_pairs, 1).Invariant()} pairs";

    /// <summary>Whether so many pairs, of which the longest side has so many tokens, are one batch.</summary>
    internal bool Holds(int pairs, int longest) => pairs == 1 || (_tokens > 0 ? (long)pairs * longest <= _tokens : pairs <= Math.Max(_pairs, 1));
}
