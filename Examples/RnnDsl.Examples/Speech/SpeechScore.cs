namespace RnnDsl.Examples.Speech;

/// <summary>How much of some strings was recognised.</summary>
/// <param name="Errors">What is wrong, of how many digits.</param>
/// <param name="StringAccuracy">The share of strings that are right from beginning to end.</param>
internal sealed record SpeechScore(LabelErrorRate Errors, double StringAccuracy)
{
    /// <summary>Compares.</summary>
    /// <param name="recognised">The labels of each string, as recognised.</param>
    /// <param name="strings">What was said.</param>
    public static SpeechScore Of(IReadOnlyList<IReadOnlyList<int>> recognised, IReadOnlyList<DigitString> strings) => new(
        LabelErrorRate.Of(recognised, [.. strings.Select(static one => one.Labels)]),
        ExactMatch.Fraction([.. recognised.Select(Digits.Text)], [.. strings.Select(static one => new[] { one.Text })]));

    /// <summary>With the likeliest class at each step.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Greedy(IEnumerable<double[,]> heard) =>
        [.. heard.Select(static one => CtcDecoder.Greedy(one, Digits.Blank).Labels)];

    /// <summary>With a beam.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Beam(IEnumerable<double[,]> heard) =>
        [.. heard.Select(static one => CtcDecoder.BeamSearch(one, blank: Digits.Blank)[0].Labels)];
}
