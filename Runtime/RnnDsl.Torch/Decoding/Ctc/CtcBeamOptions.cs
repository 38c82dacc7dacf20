namespace RnnDsl.Torch;

/// <summary>How a prefix beam search goes about it.</summary>
public sealed record CtcBeamOptions
{
    private readonly int _beamWidth = 16;
    private readonly int _nBest = 1;
    private readonly double _languageModelWeight = 1;
    private readonly double _labelBonus;

    /// <summary>How many prefixes are kept at each step. As many as there are makes the search exact.</summary>
    public int BeamWidth
    {
        get => _beamWidth;
        init => _beamWidth = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(BeamWidth), value, "A beam is at least 1 wide.");
    }

    /// <summary>How many hypotheses are returned at the most.</summary>
    public int NBest
    {
        get => _nBest;
        init => _nBest = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(NBest), value, "At least one hypothesis is returned.");
    }

    /// <summary>Says what is likely to be said; <c>null</c> takes what is heard alone.</summary>
    public ILabelLanguageModel? LanguageModel { get; init; }

    /// <summary>By how much its log-probabilities count: α of Hannun et al. 2014.</summary>
    public double LanguageModelWeight
    {
        get => _languageModelWeight;
        init => _languageModelWeight = double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(LanguageModelWeight), value, "The weight of a language model is a number from 0 on.");
    }

    /// <summary>What each label adds to a score, against a language model that makes long texts unlikely: β of Hannun et al. 2014.</summary>
    public double LabelBonus
    {
        get => _labelBonus;
        init => _labelBonus = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(LabelBonus), value, "The bonus of a label is a finite number.");
    }
}
