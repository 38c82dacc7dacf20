using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>Evaluation of a trained model on the test set.</summary>
internal sealed record CaptionEvaluation
{
    public const int BeamWidth = 5;

    /// <summary>The number of training canvases from which the most frequent caption is taken.</summary>
    private const int SampleSize = 10_000;

    /// <summary>Cross-entropy in nats per word.</summary>
    public required double Loss { get; init; }

    /// <summary>Fraction of captions that match exactly, greedy decoding.</summary>
    public required double ExactMatchGreedy { get; init; }

    /// <summary>Fraction of captions that match exactly, beam search.</summary>
    public required double ExactMatchBeam { get; init; }

    /// <summary>Exact match of beam search by number of digits.</summary>
    public required IReadOnlyDictionary<int, double> ExactMatchByDigits { get; init; }

    /// <summary>Number of test canvases by number of digits.</summary>
    public required IReadOnlyDictionary<int, int> CanvasesByDigits { get; init; }

    /// <summary>Exact match of a baseline that predicts the most frequent caption for every canvas.</summary>
    public required double MostFrequentCaption { get; init; }

    /// <summary>Number of wrong captions by kind of mistake.</summary>
    public required IReadOnlyDictionary<CaptionMistake, int> Mistakes { get; init; }

    /// <summary>The best hypothesis of beam search for each canvas.</summary>
    public required IReadOnlyList<Hypothesis> Beam { get; init; }

    /// <summary>The model is in evaluation mode.</summary>
    public static CaptionEvaluation Of(CaptionModel model, CanvasData data, Device device)
    {
        using var noGrad = no_grad();
        var canvases = data.Test;
        Show.Line($"\nCaptioning {Show.Count(canvases.Count)} test canvases...");
        var pixels = canvases.Select(static canvas => canvas.Pixels).ToList();
        var beam = model.Caption(pixels, CaptionModel.Beam(BeamWidth), device, "Beam search");
        var byDigits = canvases.Zip(beam).GroupBy(static pair => pair.First.Digits).OrderBy(static group => group.Key).ToList();
        return new()
        {
            Loss = CaptionScore.Loss(model, canvases, device),
            ExactMatchGreedy = CaptionScore.ExactMatch(canvases, model.Caption(pixels, CaptionModel.Greedy, device, "Greedy decoding")),
            ExactMatchBeam = CaptionScore.ExactMatch(canvases, beam),
            ExactMatchByDigits = byDigits.ToDictionary(
                static group => group.Key,
                static group => CaptionScore.ExactMatch(group.Select(static pair => pair.First), group.Select(static pair => pair.Second))),
            CanvasesByDigits = byDigits.ToDictionary(static group => group.Key, static group => group.Count()),
            MostFrequentCaption = MostFrequentAccuracy(data),
            Mistakes = canvases.Zip(beam)
                .Select(static pair => CaptionMistakes.Find(pair.First.Words, CaptionScore.WordsOf(pair.Second)))
                .OfType<CaptionMistake>()
                .CountBy(static mistake => mistake)
                .ToDictionary(),
            Beam = beam,
        };
    }

    public void Print()
    {
        Show.Line($"Exact match, beam search of width {BeamWidth}: {Show.Percent(ExactMatchBeam)}");
        foreach (var (digits, share) in ExactMatchByDigits)
            Show.Line($"  of {digits} digits: {Show.Percent(share)} of {Show.Count(CanvasesByDigits[digits])}");
        Show.Line($"Exact match, greedy: {Show.Percent(ExactMatchGreedy)}");
        Show.Line($"Baseline, the most frequent caption: {Show.Percent(MostFrequentCaption)}");
        foreach (var mistake in Enum.GetValues<CaptionMistake>())
            Show.Line($"{CaptionMistakes.NameOf(mistake)}: {Show.Count(Mistakes.GetValueOrDefault(mistake))}");
        Show.Line();
    }

    private static double MostFrequentAccuracy(CanvasData data)
    {
        var sample = data.Training.Draw(new RandomSource(0), SampleSize);
        var caption = sample.CountBy(static canvas => Captions.Text(canvas.Words)).MaxBy(static count => count.Value).Key;
        return (double)data.Test.Count(canvas => Captions.Text(canvas.Words) == caption) / data.Test.Count;
    }
}
