namespace RnnDsl.Torch;

/// <summary>How several networks agree on the next token.</summary>
public enum EnsembleMean
{
    /// <summary>By the mean of their probabilities: log (1/n · Σ pᵢ). A token is likely where one network thinks so.</summary>
    Probabilities,

    /// <summary>
    /// By the mean of their log-probabilities, 1/n · Σ log pᵢ, scaled to add up to 1 again (the geometric mean). A token is unlikely where
    /// one network thinks so.
    /// </summary>
    LogProbabilities,
}
