namespace RnnDsl.Torch;

/// <summary>How wide a beam is, how its hypotheses are ranked, and how many are returned.</summary>
public sealed record BeamSearchOptions : DecodingOptions
{
    /// <summary>How many hypotheses of each source are kept alive. It may be wider than the vocabulary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BeamWidth
    {
        get;
        init => field = value >= 1 ? value : throw Wrong(nameof(BeamWidth), value, "a whole number of at least 1, such as 5");
    } = 5;

    /// <summary>How many hypotheses of each source are returned, the best first; at most <see cref="BeamWidth"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int NBest
    {
        get;
        init => field = value >= 1 ? value : throw Wrong(nameof(NBest), value, "a whole number of at least 1, and at most the beam's width");
    } = 1;

    /// <summary>What the log-probabilities of hypotheses of different lengths are divided by.</summary>
    public LengthPenalty LengthPenalty
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = LengthPenalty.None;

    /// <summary>
    /// β of the coverage penalty of Wu et al., 2016 (equation 14): β · Σⱼ log min(Σᵢ aᵢⱼ, 1) is added to the score, where aᵢⱼ is how much step i
    /// attends to position j of the source. 0: none; the paper finds 0.2 best. A position that nothing attends to counts as the
    /// smallest normal number of single precision, 10⁻³⁸.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double CoveragePenalty
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw Wrong(nameof(CoveragePenalty), value, "a number of at least 0, such as 0.2");
    }

    /// <summary>
    /// Whether a source is done as soon as nothing alive can get among its <see cref="NBest"/> any more. That changes no result, only how
    /// long it takes.
    /// </summary>
    public bool EarlyStop { get; init; } = true;
}
