namespace RnnDsl.Decoding;

/// <summary>A language model over labels.</summary>
public interface ILabelLanguageModel
{
    /// <summary>The log-probability that a label follows a prefix.</summary>
    /// <param name="prefix">The preceding labels.</param>
    /// <param name="label">The label.</param>
    double LogProbability(ReadOnlySpan<int> prefix, int label);

    /// <summary>The log-probability that the sequence ends.</summary>
    /// <param name="labels">All labels.</param>
    double EndLogProbability(ReadOnlySpan<int> labels);
}
