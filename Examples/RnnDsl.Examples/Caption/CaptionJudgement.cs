using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>A trained network on the canvases that were held out.</summary>
internal sealed record CaptionJudgement
{
    public const int BeamWidth = 5;

    /// <summary>Of how many training canvases the caption is taken that comes most often.</summary>
    private const int Frequent = 10_000;

    /// <summary>In nats per word.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of captions that are right from beginning to end, with the likeliest word at each step.</summary>
    public required double ExactMatchGreedy { get; init; }

    /// <summary>The same with a beam.</summary>
    public required double ExactMatchBeam { get; init; }

    /// <summary>The same by the number of digits.</summary>
    public required IReadOnlyDictionary<int, double> ExactMatchByDigits { get; init; }

    /// <summary>How many canvases there are of each number of digits.</summary>
    public required IReadOnlyDictionary<int, int> CanvasesByDigits { get; init; }

    /// <summary>The share of canvases that are right when all are given the one caption that comes most often.</summary>
    public required double MostFrequentCaption { get; init; }

    /// <summary>How many captions are wrong, by what is wrong with them.</summary>
    public required IReadOnlyDictionary<CaptionMistake, int> Mistakes { get; init; }

    /// <summary>What the beam found.</summary>
    public required IReadOnlyList<Hypothesis> Beam { get; init; }

    /// <summary>The model is in evaluation mode.</summary>
    public static CaptionJudgement Of(CaptionModel model, CanvasData data, Device device)
    {
        using var quiet = no_grad();
        var canvases = data.HeldOut;
        Show.Line($"\nCaptioning {Show.Count(canvases.Count)} held-out canvases...");
        var pixels = canvases.Select(static canvas => canvas.Pixels).ToList();
        var beam = model.Caption(pixels, CaptionModel.Beam(BeamWidth), device);
        var byDigits = canvases.Zip(beam).GroupBy(static pair => pair.First.Digits).OrderBy(static group => group.Key).ToList();
        return new()
        {
            Loss = CaptionScore.Loss(model, canvases, device),
            ExactMatchGreedy = CaptionScore.ExactMatch(canvases, model.Caption(pixels, CaptionModel.Greedy, device)),
            ExactMatchBeam = CaptionScore.ExactMatch(canvases, beam),
            ExactMatchByDigits = byDigits.ToDictionary(
                static group => group.Key,
                static group => CaptionScore.ExactMatch(group.Select(static pair => pair.First), group.Select(static pair => pair.Second))),
            CanvasesByDigits = byDigits.ToDictionary(static group => group.Key, static group => group.Count()),
            MostFrequentCaption = ShareOfMostFrequent(data),
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
        Show.Line($"Exact match, beam search of width {BeamWidth}: {Show.Share(ExactMatchBeam)}");
        foreach (var (digits, share) in ExactMatchByDigits)
            Show.Line($"  of {digits} digits: {Show.Share(share)} of {Show.Count(CanvasesByDigits[digits])}");
        Show.Line($"Exact match, greedy: {Show.Share(ExactMatchGreedy)}");
        Show.Line($"Baseline, the most frequent caption: {Show.Share(MostFrequentCaption)}");
        foreach (var mistake in Enum.GetValues<CaptionMistake>())
            Show.Line($"{CaptionMistakes.NameOf(mistake)}: {Show.Count(Mistakes.GetValueOrDefault(mistake))}");
        Show.Line();
    }

    private static double ShareOfMostFrequent(CanvasData data)
    {
        var seen = data.Training.Draw(new RandomSource(0), Frequent);
        var caption = seen.CountBy(static canvas => Captions.Text(canvas.Words)).MaxBy(static count => count.Value).Key;
        return (double)data.HeldOut.Count(canvas => Captions.Text(canvas.Words) == caption) / data.HeldOut.Count;
    }
}
