namespace RnnDsl.Torch;

/// <summary>What was written for a source.</summary>
/// <param name="Tokens">The tokens, without those that begin and end it.</param>
/// <param name="Score">What hypotheses are ranked by: the log-probability after the penalties for length and coverage, the higher the better.</param>
/// <param name="LogProbability">
/// The sum of the log-probabilities (natural) of its tokens, the end token included, as the network gives them: before temperature, and before
/// tokens are ruled out.
/// </param>
/// <param name="Finished">Whether it ended by the end token, rather than at the maximum length or where no token was allowed.</param>
/// <param name="Attention">
/// [steps, positions], what each token attended to, and the end token in the last row; without the padding behind the source.
/// <c>null</c> where the network does not attend, or the options keep no attention.
/// </param>
public sealed record Hypothesis(IReadOnlyList<long> Tokens, double Score, double LogProbability, bool Finished, float[,]? Attention)
{
    /// <summary>The tokens with the one that ended them, where one did: a token for each row of <see cref="Attention"/>.</summary>
    /// <param name="end">The token that ends a target.</param>
    public IReadOnlyList<long> TokensAndEnd(long end) => Finished ? [.. Tokens, end] : Tokens;
}
