namespace RnnDsl.Torch;

/// <summary>How BLEU is computed. As it comes, it is sacrebleu's <c>case:mixed|tok:13a|smooth:exp</c>.</summary>
public sealed record BleuOptions
{
    /// <summary>How texts become words.</summary>
    public BleuTokenizer Tokenizer { get; init; } = BleuTokenizer.Mteval13a;

    /// <summary>Whether letters are made small first, sacrebleu's <c>case:lc</c>.</summary>
    public bool LowerCase { get; init; }

    /// <summary>
    /// Whether a length of which nothing is found counts as if a half, a quarter, an eighth ... of one were, sacrebleu's <c>smooth:exp</c>
    /// (method 3 of B. Chen and C. Cherry, "A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU", WMT 2014). Otherwise the
    /// score is 0 then, <c>smooth:none</c>.
    /// </summary>
    public bool Smoothing { get; init; } = true;
}
