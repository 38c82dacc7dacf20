namespace RnnDsl.Decoding;

/// <summary>How an ensemble averages the distributions of its members.</summary>
public enum EnsembleMean
{
    /// <summary>The mean of the probabilities: log (1/n · Σ pᵢ). A token is probable if one member finds it probable.</summary>
    Probabilities,

    /// <summary>
    /// The mean of the log-probabilities, 1/n · Σ log pᵢ, normalised (the geometric mean). A token is improbable if
    /// one member finds it improbable.
    /// </summary>
    LogProbabilities,
}
