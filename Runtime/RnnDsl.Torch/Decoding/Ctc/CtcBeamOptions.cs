using System.Text;

namespace RnnDsl.Decoding;

/// <summary>Options of prefix beam search.</summary>
public sealed record CtcBeamOptions
{
    private readonly int _beamWidth = 16;
    private readonly int _nBest = 1;
    private readonly double _languageModelWeight = 1;
    private readonly double _labelBonus;

    /// <summary>The beam width: the number of prefixes kept at each step. If it covers all prefixes, the search is exact.</summary>
    public int BeamWidth
    {
        get => _beamWidth;
        init => _beamWidth = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BeamWidth), value, "A beam is at least 1 wide.");
    }

    /// <summary>The maximum number of hypotheses returned.</summary>
    public int NBest
    {
        get => _nBest;
        init => _nBest = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(NBest), value, "At least one hypothesis is returned.");
    }

    /// <summary>A language model of the labels; <c>null</c> for none.</summary>
    public ILabelLanguageModel? LanguageModel { get; init; }

    /// <summary>The weight of the language model's log-probabilities: α of Hannun et al. 2014.</summary>
    public double LanguageModelWeight
    {
        get => _languageModelWeight;
        init => _languageModelWeight = double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(LanguageModelWeight), value, "The weight of a language model is a finite number of at least 0.");
    }

    /// <summary>The bonus per label, which compensates for the language model's preference for short texts: β of Hannun et al. 2014.</summary>
    public double LabelBonus
    {
        get => _labelBonus;
        init => _labelBonus = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(LabelBonus), value, "The bonus of a label is a finite number.");
    }

    private bool PrintMembers(StringBuilder builder) =>
        builder.AppendMembers((nameof(BeamWidth), BeamWidth), (nameof(NBest), NBest), (nameof(LanguageModelWeight), LanguageModelWeight), (nameof(LabelBonus), LabelBonus));
}
