using System.Text;

namespace RnnDsl.Decoding;

/// <summary>Options of beam search: beam width, ranking and number of results.</summary>
public sealed record BeamSearchOptions : DecodingOptions
{
    /// <summary>The beam width: the number of active hypotheses per source. It may exceed the vocabulary.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int BeamWidth
    {
        get;
        init => field = value >= 1 ? value : throw Wrong(nameof(BeamWidth), value, "a whole number of at least 1, such as 5");
    } = 5;

    /// <summary>The number of hypotheses returned per source, best first; at most <see cref="BeamWidth"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int NBest
    {
        get;
        init => field = value >= 1 ? value : throw Wrong(nameof(NBest), value, "a whole number of at least 1, and at most the beam's width");
    } = 1;

    /// <summary>The length penalty, which divides log-probabilities.</summary>
    public LengthPenalty LengthPenalty
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = LengthPenalty.None;

    /// <summary>
    /// β of the coverage penalty of Wu et al., 2016 (equation 14): β · Σⱼ log min(Σᵢ aᵢⱼ, 1) is added to the score, where aᵢⱼ is the attention weight of
    /// position j of the source at step i. 0: none; the paper finds 0.2 best. A position without attention counts as the
    /// smallest normal float32, 10⁻³⁸.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double CoveragePenalty
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value : throw Wrong(nameof(CoveragePenalty), value, "a number of at least 0, such as 0.2");
    }

    /// <summary>
    /// Early stopping: whether a source is done as soon as no active hypothesis can enter its <see cref="NBest"/> any more. It changes the duration
    /// and not the result.
    /// </summary>
    public bool EarlyStop { get; init; } = true;

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", ");
        return builder.AppendMembers((nameof(BeamWidth), BeamWidth), (nameof(NBest), NBest), (nameof(LengthPenalty), LengthPenalty), (nameof(CoveragePenalty), CoveragePenalty), (nameof(EarlyStop), EarlyStop));
    }
}
