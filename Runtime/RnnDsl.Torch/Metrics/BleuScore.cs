using System.Globalization;

namespace RnnDsl.Metrics;

/// <summary>A BLEU score and its components.</summary>
/// <param name="Score">From 0 to 100; higher is better.</param>
/// <param name="Matches">For n = 1, 2, ...: the number of the hypotheses' n-grams that are in their references.</param>
/// <param name="Totals">For n = 1, 2, ...: the number of the hypotheses' n-grams.</param>
/// <param name="Precisions">The n-gram precisions in percent, smoothed.</param>
/// <param name="BrevityPenalty">1, or less if the hypotheses are shorter than the references.</param>
/// <param name="HypothesisLength">The number of words of the hypotheses.</param>
/// <param name="ReferenceLength">The number of words of the references, for each sentence the reference closest in length.</param>
public sealed record BleuScore(
    double Score,
    IReadOnlyList<long> Matches,
    IReadOnlyList<long> Totals,
    IReadOnlyList<double> Precisions,
    double BrevityPenalty,
    long HypothesisLength,
    long ReferenceLength)
{
    /// <summary>Such as <c>BLEU = 48.53 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)</c>, sacrebleu's format.</summary>
    public override string ToString()
    {
        var precisions = string.Join('/', Precisions.Select(static precision => precision.ToString("0.0", CultureInfo.InvariantCulture)));
        var ratio = ReferenceLength == 0 ? 0 : (double)HypothesisLength / ReferenceLength;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"BLEU = {Score:0.00} {precisions} (BP = {BrevityPenalty:0.000} ratio = {ratio:0.000} hyp_len = {HypothesisLength} ref_len = {ReferenceLength})");
    }
}
