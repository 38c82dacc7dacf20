namespace RnnDsl.Torch;

/// <summary>How likely labels are to follow each other, whatever is heard.</summary>
public interface ILabelLanguageModel
{
    /// <summary>The logarithm of the probability that a label follows.</summary>
    /// <param name="prefix">The labels before it.</param>
    /// <param name="label">The label.</param>
    double LogProbability(ReadOnlySpan<int> prefix, int label);

    /// <summary>The logarithm of the probability that nothing follows.</summary>
    /// <param name="labels">All labels.</param>
    double EndLogProbability(ReadOnlySpan<int> labels);
}
