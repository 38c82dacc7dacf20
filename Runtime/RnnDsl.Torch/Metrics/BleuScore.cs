using System.Globalization;

namespace RnnDsl.Torch;

/// <summary>A BLEU score and what it is made of.</summary>
/// <param name="Score">From 0 to 100, which is the best.</param>
/// <param name="Matches">For sequences of 1, 2, ... words: how many of the hypotheses' are found in their references.</param>
/// <param name="Totals">How many the hypotheses have.</param>
/// <param name="Precisions">The share that is found, in percent, smoothed.</param>
/// <param name="BrevityPenalty">1, or less where the hypotheses are shorter than the references.</param>
/// <param name="HypothesisLength">How many words the hypotheses have.</param>
/// <param name="ReferenceLength">How many words the references have, of each sentence's the one nearest in length.</param>
public sealed record BleuScore(
    double Score,
    IReadOnlyList<long> Matches,
    IReadOnlyList<long> Totals,
    IReadOnlyList<double> Precisions,
    double BrevityPenalty,
    long HypothesisLength,
    long ReferenceLength)
{
    /// <summary>Such as <c>BLEU = 48.53 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)</c>, as sacrebleu writes it.</summary>
    public override string ToString()
    {
        var precisions = string.Join('/', Precisions.Select(static precision => precision.ToString("0.0", CultureInfo.InvariantCulture)));
        var ratio = ReferenceLength == 0 ? 0 : (double)HypothesisLength / ReferenceLength;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"BLEU = {Score:0.00} {precisions} (BP = {BrevityPenalty:0.000} ratio = {ratio:0.000} hyp_len = {HypothesisLength} ref_len = {ReferenceLength})");
    }
}
