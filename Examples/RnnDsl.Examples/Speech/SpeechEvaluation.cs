using RnnDsl.Examples.Common;
using RnnDsl.Torch;

namespace RnnDsl.Examples.Speech;

/// <summary>Evaluation of a trained model and of the baseline on the test set.</summary>
/// <param name="Greedy">Score of greedy decoding.</param>
/// <param name="Beam">Score of prefix beam search.</param>
/// <param name="Baseline">Score of logistic regression with the segmentation given.</param>
/// <param name="Transcripts">The transcripts of beam search.</param>
/// <param name="LogProbabilities">Frame log-probabilities of each string.</param>
/// <param name="BySpeaker">Label error rate of beam search by speaker.</param>
internal sealed record SpeechEvaluation(
    SpeechScore Greedy,
    SpeechScore Beam,
    SpeechScore Baseline,
    IReadOnlyList<IReadOnlyList<int>> Transcripts,
    IReadOnlyList<double[,]> LogProbabilities,
    IReadOnlyDictionary<string, double> BySpeaker)
{
    private const int MaximumErrors = 10;

    /// <summary>The model is in evaluation mode.</summary>
    public static SpeechEvaluation Of(Recognition recognition, SpeechData data)
    {
        Show.Line($"\nTranscribing {Show.Count(data.Test.Count)} test strings and training the baseline...");
        using var baseline = new AverageBaseline(data.Training, recognition);
        var logProbabilities = recognition.LogProbabilities(data.Test.Select(static one => one.Samples), "Computing the frame posteriors");
        var beam = SpeechScore.Beam(ProgressLine.Over("Prefix beam search", logProbabilities));
        return new(
            SpeechScore.Of(SpeechScore.Greedy(logProbabilities), data.Test),
            SpeechScore.Of(beam, data.Test),
            SpeechScore.Of(baseline.Recognise(data.Test), data.Test),
            beam,
            logProbabilities,
            data.Test.Zip(beam).GroupBy(static pair => pair.First.Speaker).OrderBy(static speaker => speaker.Key, StringComparer.Ordinal).ToDictionary(
                static speaker => speaker.Key,
                static speaker => SpeechScore.Of([.. speaker.Select(static pair => pair.Second)], [.. speaker.Select(static pair => pair.First)]).Errors.Rate));
    }

    /// <summary>Index of the first wrong test string; <c>null</c> if all are right.</summary>
    public int? FirstWrong(IReadOnlyList<DigitString> test) =>
        test.Zip(Transcripts).Index().Where(static pair => !pair.Item.First.Labels.SequenceEqual(pair.Item.Second)).Select(static pair => (int?)pair.Index).FirstOrDefault();

    public void Print(IReadOnlyList<DigitString> test)
    {
        Show.Line($"\n{"",-34}{"label error rate",-20}exact match");
        Line("nearest mean, segmentation given", Baseline);
        Line("network, greedy", Greedy);
        Line("network, prefix beam search", Beam);
        var edits = Beam.Errors.Edits;
        Show.Line($"\nOf {Show.Count(Beam.Errors.Labels)} digits with beam search: {Show.Count(edits.Substitutions)} substitutions, {Show.Count(edits.Deletions)} deletions, {Show.Count(edits.Insertions)} insertions.");
        Show.Line($"By speaker: {string.Join(", ", BySpeaker.Select(static speaker => $"{speaker.Key} {Show.Percent(speaker.Value)}"))}");
        foreach (var (reference, recognised) in test.Zip(Transcripts).Where(static pair => !pair.First.Labels.SequenceEqual(pair.Second)).Take(MaximumErrors))
            Show.Line($"  {reference.Speaker}: {reference.Text,-DigitStringGenerator.Longest}  recognised as {Digits.Text(recognised)}");
        Show.Line();
    }

    private static void Line(string name, SpeechScore score) => Show.Line($"{name,-34}{Show.Percent(score.Errors.Rate),-20}{Show.Percent(score.StringAccuracy)}");
}
