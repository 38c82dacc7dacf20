namespace RnnDsl.Metrics;

/// <summary>Options of BLEU. The default is sacrebleu's <c>case:mixed|tok:13a|smooth:exp</c>.</summary>
public sealed record BleuOptions
{
    /// <summary>The tokenizer.</summary>
    public BleuTokenizer Tokenizer { get; init; } = BleuTokenizer.Mteval13a;

    /// <summary>Whether texts are lower-cased first, sacrebleu's <c>case:lc</c>.</summary>
    public bool LowerCase { get; init; }

    /// <summary>
    /// Whether n-gram orders without matches count as 1/2, 1/4, 1/8 ... of a match, sacrebleu's <c>smooth:exp</c>
    /// (method 3 of B. Chen and C. Cherry, "A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU", WMT 2014). Otherwise the
    /// score is 0 in that case, <c>smooth:none</c>.
    /// </summary>
    public bool Smoothing { get; init; } = true;
}
