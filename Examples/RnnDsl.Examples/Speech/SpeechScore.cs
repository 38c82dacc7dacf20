namespace RnnDsl.Examples.Speech;

/// <summary>Label error rate and exact match of transcripts.</summary>
/// <param name="Errors">Edit distance of the labels.</param>
/// <param name="StringAccuracy">Fraction of strings that match exactly.</param>
internal sealed record SpeechScore(LabelErrorRate Errors, double StringAccuracy)
{
    /// <summary>Scores transcripts.</summary>
    /// <param name="recognised">The recognised labels of each string.</param>
    /// <param name="strings">The reference strings.</param>
    public static SpeechScore Of(IReadOnlyList<IReadOnlyList<int>> recognised, IReadOnlyList<DigitString> strings) => new(
        LabelErrorRate.Of(recognised, [.. strings.Select(static one => one.Labels)]),
        ExactMatch.Fraction([.. recognised.Select(Digits.Text)], [.. strings.Select(static one => new[] { one.Text })]));

    /// <summary>Transcripts of greedy decoding.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Greedy(IEnumerable<double[,]> logProbabilities) =>
        [.. logProbabilities.Select(static one => CtcDecoder.Greedy(one, Digits.Blank).Labels)];

    /// <summary>Transcripts of prefix beam search.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Beam(IEnumerable<double[,]> logProbabilities) =>
        [.. logProbabilities.Select(static one => CtcDecoder.BeamSearch(one, blank: Digits.Blank)[0].Labels)];
}
