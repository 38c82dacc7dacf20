using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>One training run: new canvases at each step, evaluation on the test set, figures, results.</summary>
internal sealed class CaptionTraining(CaptionOptions options)
{
    /// <summary>Number of example captions printed at each evaluation.</summary>
    private const int Examples = 3;

    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var record = options.Record is { } path ? new ResultsRecord(path) : null;
        var data = CanvasData.Read(options.Data, options.Validation, options.Test);
        using var run = _folder.Open(options.Resume);
        set_num_threads(options.Threads);

        manual_seed(options.Seed);
        using var model = CaptionModel.Create(options.Attention, options.Hidden, device);
        Describe(data, model, device);

        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        var trainer = new Trainer(
            model.Module,
            optimizer,
            step => model.Loss(CanvasBatch.Of(data.Training.Draw(step.Random, options.Batch), device)),
            TrainerOptions(model, data, device));
        if (!_folder.HasCheckpoint)
            new CaptionSettings { Attention = options.Attention, Hidden = options.Hidden }.Save(_folder.Settings);
        var result = trainer.Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return ExitCode.Of(result);

        model.Module.eval();
        var evaluation = CaptionEvaluation.Of(model, data, device);
        evaluation.Print();
        DrawLoss(result.History);
        var pictures = options.Attention ? AttentionPictures.Save(_folder, data.Test, evaluation.Beam) : 0;
        Results(result, data, model, evaluation, device).Save(_folder.Results);
        record?.Add(_folder.Results, options.Attention);
        var drawn = Show.Pictures("attention", pictures);
        Show.Line($"Saved in {options.Out}: results.json, loss.png, {drawn}settings.json, checkpoint/. Training took {Show.Count((long)result.Seconds)} seconds.");
        Show.Line($"Caption an image with: {CommandText.Of($"caption predict my-digits.png --model {options.Out}")}");
        return ExitCode.Success;
    }

    private TrainerOptions TrainerOptions(CaptionModel model, CanvasData data, Device device) => new()
    {
        Steps = options.Steps,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        Schedule = LearningRateSchedule.Cosine(options.Steps).WithWarmup(options.Warmup),
        LogEvery = options.LogEvery,
        Evaluate = () => CaptionScore.Of(model, data.Validation, device),
        EvaluateEvery = options.EvaluateEvery,
        Evaluated = report => ShowExamples(report, model, data.Validation, device),
        CheckpointFolder = _folder.Checkpoint,
        CheckpointEvery = options.CheckpointEvery,
        Resume = options.Resume,
        ResumeCommand = CommandText.Resuming(),
        TensorBoardFolder = options.TensorBoard,
        Settings = new Dictionary<string, string>
        {
            ["digits (SHA-256)"] = data.Fingerprint,
            ["attention"] = options.Attention ? "yes" : "no",
            ["hidden"] = options.Hidden.ToString(CultureInfo.InvariantCulture),
            ["steps"] = options.Steps.ToString(CultureInfo.InvariantCulture),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["warmup"] = options.Warmup.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
            ["validation"] = options.Validation.ToString(CultureInfo.InvariantCulture),
        },
    };

    private void Describe(CanvasData data, CaptionModel model, Device device)
    {
        Show.Line($"Canvases of {Canvas.Size} × {Canvas.Size} pixels: from {Show.Count(data.Digits.Training)} training digits, {Show.Count(options.Batch)} new canvases per step");
        Show.Line($"Test set: {Show.Count(data.Test.Count)} canvases from {Show.Count(data.Digits.Test)} test digits; validation set: {Show.Count(data.Validation.Count)} from {Show.Count(data.Digits.Validation)} digits");
        Show.Line($"Attention: {(options.Attention ? "additive" : "none, one context vector")}");
        Show.Line($"Device: {device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model.Module))}; words: {Show.Count(Captions.Vocabulary.Count)}\n");
    }

    private static void ShowExamples(TrainingReport report, CaptionModel model, IReadOnlyList<Canvas> validation, Device device)
    {
        var some = validation.Take(Examples).ToList();
        foreach (var (canvas, caption) in some.Zip(model.Caption(some.Select(static canvas => canvas.Pixels), CaptionModel.Greedy, device)))
        {
            var (right, written) = (Captions.Text(canvas.Words), Captions.Text(CaptionScore.WordsOf(caption)));
            report.WriteLine($"  {written}{(written == right ? "" : $"   ({right})")}");
        }
    }

    private void DrawLoss(TrainingHistory history) => LossPicture.Save(
        _folder.LossCurve,
        history,
        $"Captions of canvases, {(options.Attention ? "with" : "without")} attention",
        "nats per word");

    private RunResults Results(TrainingResult result, CanvasData data, CaptionModel model, CaptionEvaluation evaluation, Device device) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["exactMatch"] = evaluation.ExactMatchBeam,
            ["exactMatchGreedy"] = evaluation.ExactMatchGreedy,
            ["exactMatchByDigits"] = evaluation.ExactMatchByDigits.ToDictionary(static pair => pair.Key.ToString(CultureInfo.InvariantCulture), static pair => pair.Value),
            ["canvasesByDigits"] = evaluation.CanvasesByDigits.ToDictionary(static pair => pair.Key.ToString(CultureInfo.InvariantCulture), static pair => (double)pair.Value),
            ["mostFrequentCaption"] = evaluation.MostFrequentCaption,
            ["mistakes"] = Enum.GetValues<CaptionMistake>().ToDictionary(static mistake => mistake.ToString().ToLowerInvariant(), mistake => (double)evaluation.Mistakes.GetValueOrDefault(mistake)),
            ["heldOutLoss"] = evaluation.Loss,
            ["validationLoss"] = result.History.Validation[^1].Loss,
            ["validationExactMatch"] = result.History.Validation[^1].Accuracy!.Value,
            ["trainingLoss"] = result.History.Training[^1].Loss,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(model.Module),
            ["words"] = Captions.Vocabulary.Count,
            ["heldOutCanvases"] = data.Test.Count,
        },
        Command = CommandText.Current(),
        Seed = options.Seed,
        Device = device.ToString(),
        Seconds = result.Seconds,
        Options = options.ToDictionary(),
        History = result.History,
    };
}
