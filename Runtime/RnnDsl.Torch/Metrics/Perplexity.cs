namespace RnnDsl.Torch;

/// <summary>Perplexity: among how many tokens, all equally likely, a model that loses as much would choose at each step.</summary>
public static class Perplexity
{
    /// <summary>exp of the mean loss.</summary>
    /// <param name="meanLoss">The mean over all tokens of the negative log-probability, in nats; not a mean of batches' means.</param>
    public static double Of(double meanLoss) => Math.Exp(meanLoss);

    /// <summary>The same from a sum, as a loss summed over batches of padded sequences gives it.</summary>
    /// <param name="summedLoss">The sum over all tokens of the negative log-probability, in nats.</param>
    /// <param name="tokens">The number of tokens, padding not counted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no token.</exception>
    public static double Of(double summedLoss, long tokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        return Math.Exp(summedLoss / tokens);
    }
}
