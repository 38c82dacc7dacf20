using System.Text;

namespace RnnDsl.Decoding;

/// <summary>A decoded sequence.</summary>
/// <param name="Tokens">The tokens, without begin and end token.</param>
/// <param name="Score">The ranking score: the log-probability with length and coverage penalties; higher is better.</param>
/// <param name="LogProbability">
/// The sum of the (natural) log-probabilities of the tokens, end token included, as the network gives them: before temperature and before
/// tokens are suppressed.
/// </param>
/// <param name="Finished">Whether it ends with the end token, rather than at the maximum length or because no token was allowed.</param>
/// <param name="Attention">
/// [steps, positions], the attention weights of each token, with the end token in the last row and without padding positions.
/// <c>null</c> without attention, or if the options omit it.
/// </param>
public sealed record Hypothesis(IReadOnlyList<long> Tokens, double Score, double LogProbability, bool Finished, float[,]? Attention)
{
    /// <summary>The tokens, with the end token if finished: one token for each row of <see cref="Attention"/>.</summary>
    /// <param name="end">The end token.</param>
    public IReadOnlyList<long> TokensAndEnd(long end) => Finished ? [.. Tokens, end] : Tokens;

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Tokens), Tokens), (nameof(Score), Score), (nameof(LogProbability), LogProbability), (nameof(Finished), Finished), (nameof(Attention), Attention));
}
