using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary>A trained network on the strings that were held out, and the baseline beside it.</summary>
/// <param name="Greedy">With the likeliest class at each step.</param>
/// <param name="Beam">With prefix beam search.</param>
/// <param name="Baseline">The logistic regression, which is told where the digits are.</param>
/// <param name="Recognised">What the beam found.</param>
/// <param name="Heard">What the network says to each string.</param>
/// <param name="BySpeaker">The beam's label error rate for each speaker.</param>
internal sealed record SpeechJudgement(
    SpeechScore Greedy,
    SpeechScore Beam,
    SpeechScore Baseline,
    IReadOnlyList<IReadOnlyList<int>> Recognised,
    IReadOnlyList<double[,]> Heard,
    IReadOnlyDictionary<string, double> BySpeaker)
{
    private const int MostErrors = 10;

    /// <summary>The model is in evaluation mode.</summary>
    public static SpeechJudgement Of(Recognition recognition, SpeechData data)
    {
        using var baseline = new AverageBaseline(data.Training, recognition);
        var heard = recognition.LogProbabilities(data.Test.Select(static one => one.Samples));
        var beam = SpeechScore.Beam(heard);
        return new(
            SpeechScore.Of(SpeechScore.Greedy(heard), data.Test),
            SpeechScore.Of(beam, data.Test),
            SpeechScore.Of(baseline.Recognise(data.Test), data.Test),
            beam,
            heard,
            data.Test.Zip(beam).GroupBy(static pair => pair.First.Speaker).OrderBy(static speaker => speaker.Key, StringComparer.Ordinal).ToDictionary(
                static speaker => speaker.Key,
                static speaker => SpeechScore.Of([.. speaker.Select(static pair => pair.Second)], [.. speaker.Select(static pair => pair.First)]).Errors.Rate));
    }

    /// <summary>The number of the first test string that came out wrong, if one did.</summary>
    public int? FirstWrong(IReadOnlyList<DigitString> test) =>
        test.Zip(Recognised).Index().Where(static pair => !pair.Item.First.Labels.SequenceEqual(pair.Item.Second)).Select(static pair => (int?)pair.Index).FirstOrDefault();

    public void Print(IReadOnlyList<DigitString> test)
    {
        Show.Line($"\n{"",-34}{"label error rate",-20}exact match");
        Line("nearest mean, segmentation given", Baseline);
        Line("network, greedy", Greedy);
        Line("network, prefix beam search", Beam);
        var edits = Beam.Errors.Edits;
        Show.Line($"\nOf {Show.Count(Beam.Errors.Labels)} digits with beam search: {Show.Count(edits.Substitutions)} substitutions, {Show.Count(edits.Deletions)} deletions, {Show.Count(edits.Insertions)} insertions.");
        Show.Line($"By speaker: {string.Join(", ", BySpeaker.Select(static speaker => $"{speaker.Key} {Show.Share(speaker.Value)}"))}");
        foreach (var (said, heard) in test.Zip(Recognised).Where(static pair => !pair.First.Labels.SequenceEqual(pair.Second)).Take(MostErrors))
            Show.Line($"  {said.Speaker} said {said.Text,-StringMaker.Longest}  heard {Digits.Text(heard)}");
        Show.Line();
    }

    private static void Line(string name, SpeechScore score) => Show.Line($"{name,-34}{Show.Share(score.Errors.Rate),-20}{Show.Share(score.StringAccuracy)}");
}
