using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Chooses the next token of every line, with one read by the host.</summary>
internal interface ITokenChoice
{
    /// <summary>How many lines each source has.</summary>
    int Lines { get; }

    /// <summary>The lines of one source.</summary>
    Line[] Start();

    /// <param name="logProbabilities">[sources, width, vocabulary]; where the width is 1, all lines of a source read the same row.</param>
    /// <param name="active">The lines of each source. What is chosen for those that are done is of no account.</param>
    /// <returns>
    /// The tokens int64 [sources, lines]; and of each token, line after line, what it is and its log-probability: NaN where one of the scores
    /// is no number, −∞ where no token is allowed.
    /// </returns>
    (Tensor Tokens, (long Token, double LogProbability)[] Chosen) Choose(Tensor logProbabilities, IReadOnlyList<Line[]> active);
}
