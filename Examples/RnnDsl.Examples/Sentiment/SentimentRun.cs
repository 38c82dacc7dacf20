using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Trains and evaluates the folds one after the other: table, shaded reviews, figures, results.</summary>
internal sealed class SentimentRun(SentimentOptions options)
{
    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        set_num_threads(options.Threads);
        var data = ReviewData.Read(options.Data);
        using var run = _folder.Open(options.Resume);
        Show.Line($"Device: {device}\n");

        var outcomes = new List<FoldOutcome>();
        foreach (var fold in options.Folds)
        {
            var (outcome, interrupted) = new FoldTraining(options, data.Fold(fold, options.Limit)).Run(_folder, device);
            if (interrupted is not null)
                return ExitCode.Of(interrupted);
            outcomes.Add(outcome!);
        }

        ShadedReviews.Print(outcomes[0].Shown);
        FoldTable.Print(outcomes);
        Save(outcomes, device);
        return ExitCode.Success;
    }

    private void Save(List<FoldOutcome> outcomes, Device device)
    {
        var first = outcomes[0];
        LossPicture.Save(
            _folder.Figure("loss"),
            first.Result.History,
            FormattableString.Invariant($"Sentiment of film reviews, fold {first.Fold} "),
            "nats per review");
        ShadedReviews.SavePage(_folder.Page("reviews"), first.Shown);
        ShadedTextPicture.Save(_folder.Figure("reviews"), first.Shown);
        var results = Results(outcomes, device);
        results.Save(_folder.Results);
        if (options.Record is { } record)
            results.Save(record);
        Show.Line($"Saved in {options.Out}: results.json, loss.png, reviews.png, reviews.html, checkpoint/. Training took {Show.Count((long)results.Seconds)} seconds.");
        Show.Line($"Classify with: {CommandText.Of($"sentiment predict 'a film to remember' --model {options.Out}")}");
    }

    private RunResults Results(List<FoldOutcome> outcomes, Device device) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["accuracy"] = FoldTable.Mean(outcomes, static outcome => outcome.Accuracy),
            ["accuracyDeviation"] = FoldTable.Deviation(outcomes, static outcome => outcome.Accuracy),
            ["accuracyByFold"] = FoldTable.ByFold(outcomes, static outcome => outcome.Accuracy),
            ["validationAccuracy"] = FoldTable.Mean(outcomes, static outcome => outcome.ValidationAccuracy),
            ["loss"] = FoldTable.Mean(outcomes, static outcome => outcome.Loss),
            ["epochByFold"] = FoldTable.ByFold(outcomes, static outcome => outcome.Epoch),
            ["baselineAccuracy"] = FoldTable.Mean(outcomes, static outcome => outcome.Baseline.TestAccuracy),
            ["baselineAccuracyDeviation"] = FoldTable.Deviation(outcomes, static outcome => outcome.Baseline.TestAccuracy),
            ["baselineAccuracyByFold"] = FoldTable.ByFold(outcomes, static outcome => outcome.Baseline.TestAccuracy),
            ["baselinePenaltyByFold"] = FoldTable.ByFold(outcomes, static outcome => outcome.Baseline.Penalty),
            ["parameters"] = outcomes[0].Parameters,
            ["vocabulary"] = outcomes[0].Vocabulary,
            ["unknownShare"] = outcomes[0].Unknown.Share,
            ["folds"] = outcomes.Count,
        },
        Command = CommandText.Current(),
        Seed = options.Seed,
        Device = device.ToString(),
        Seconds = outcomes.Sum(static outcome => outcome.Result.Seconds),
        Options = options.ToDictionary(),
        Histories = outcomes.ToDictionary(static outcome => outcome.Name, static outcome => outcome.Result.History),
    };
}
