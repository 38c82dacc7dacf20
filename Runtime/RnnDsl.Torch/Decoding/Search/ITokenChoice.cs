using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Chooses the next token of every sequence, with one read by the host.</summary>
internal interface ITokenChoice
{
    /// <summary>The number of sequences per source.</summary>
    int SequencesPerSource { get; }

    /// <summary>Starts the sequences of one source.</summary>
    PartialSequence[] Start();

    /// <param name="logProbabilities">[sources, width, vocabulary]; with a width of 1, all sequences of a source share the row.</param>
    /// <param name="active">The sequences of each source. The choice for finished ones is ignored.</param>
    /// <returns>
    /// The tokens int64 [sources, sequences]; and for each sequence, source by source, the token and its log-probability: NaN if a score
    /// is NaN, −∞ if no token is allowed.
    /// </returns>
    (Tensor Tokens, (long Token, double LogProbability)[] Chosen) Choose(Tensor logProbabilities, IReadOnlyList<PartialSequence[]> active);
}
