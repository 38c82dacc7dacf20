namespace RnnDsl.Metrics;

/// <summary>Perplexity: the number of equally probable tokens that give the same loss.</summary>
public static class Perplexity
{
    /// <summary>exp(mean loss)</summary>
    /// <param name="meanLoss">The mean over all tokens of the negative log-probability, in nats; not a mean of batch means.</param>
    public static double Of(double meanLoss) => Math.Exp(meanLoss);

    /// <summary>The perplexity from a sum, as a loss summed over batches of padded sequences.</summary>
    /// <param name="summedLoss">The sum over all tokens of the negative log-probability, in nats.</param>
    /// <param name="tokens">The number of tokens, without padding.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no token.</exception>
    public static double Of(double summedLoss, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        return Math.Exp(summedLoss / tokens);
    }
}
