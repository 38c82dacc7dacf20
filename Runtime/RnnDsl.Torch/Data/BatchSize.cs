namespace RnnDsl.Data;

/// <summary>The size of a batch of sequence pairs: a number of pairs, or a number of tokens including padding.</summary>
public readonly record struct BatchSize
{
    private readonly int _pairs;
    private readonly int _tokens;

    private BatchSize(int pairs, int tokens) => (_pairs, _tokens) = (pairs, tokens);

    /// <summary>A number of pairs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0.</exception>
    public static BatchSize Pairs(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new BatchSize(count, 0);
    }

    /// <summary>
    /// The largest number of pairs with at most this many tokens, padding included, on the longer side; at least one pair.
    /// Batches of short sentences then have more rows, and all batches take about the same time and memory.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0.</exception>
    public static BatchSize Tokens(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new BatchSize(0, count);
    }

    /// <summary>Such as <c>64 pairs</c> or <c>4,000 tokens</c>.</summary>
    public override string ToString() => _tokens > 0 ? $"{_tokens.Invariant()} tokens" : $"{Math.Max(_pairs, 1).Invariant()} pairs";

    /// <summary>Whether the number of pairs fits into one batch, given the length of the longest side.</summary>
    internal bool Holds(int pairs, int longest) => pairs == 1 || (_tokens > 0 ? (long)pairs * longest <= _tokens : pairs <= Math.Max(_pairs, 1));
}
