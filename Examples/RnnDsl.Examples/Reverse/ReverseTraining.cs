using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Reverse;

/// <summary>One training run: new strings at each step, exact match by length, alignment, results.</summary>
internal sealed class ReverseTraining(ReverseOptions options)
{
    /// <summary>The loss in nats per letter below which the task is learned; at most one string in a hundred is then wrong.</summary>
    private const double TargetLoss = 0.001;

    /// <summary>Number of consecutive evaluations below the target loss.</summary>
    private const int Evaluations = 2;

    private readonly RunFolder _folder = new(options.Out);

    private readonly ReverseScore _validation = new(options.Longest, options.Validation);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        using var run = _folder.Open(options.Resume);
        set_num_threads(options.Threads);

        manual_seed(options.Seed);
        using var model = ReverseModel.Create(options.Attention, options.Hidden, device);
        Show.Line($"Strings of 1 to {Show.Count(options.Longest)} letters; validation: {Show.Count(options.Validation)} of {Show.Count(options.Longest)}");
        Show.Line($"Attention: {(options.Attention ? "additive" : "none, one context vector")}");
        Show.Line($"Device: {device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model.Module))}; loss of guessing {Show.Loss(Math.Log(26))}\n");

        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        var trainer = new Trainer(model.Module, optimizer, step => Loss(model, step.Random, device), TrainerOptions(model, device));
        if (!_folder.HasCheckpoint)
            new ReverseSettings { Attention = options.Attention, Hidden = options.Hidden }.Save(_folder.Settings);
        var result = trainer.Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return ExitCode.Of(result);

        var scores = Evaluate(model, device);
        LossPicture.Save(
            _folder.LossCurve,
            result.History,
            $"Reversing strings {(options.Attention ? "with" : "without")} attention",
            "nats per letter");
        if (options.Attention)
            ShowAlignment(model, device);
        Results(result, model, scores, device).Save(_folder.Results);
        Show.Line($"Saved in {options.Out}: results.json, loss.png, {(options.Attention ? "alignment.png, " : "")}settings.json, checkpoint/. Training took {Show.Count((long)result.Seconds)} seconds.");
        Show.Line($"Reverse a string with: {CommandText.Of($"reverse predict stressed --model {options.Out}")}");
        return ExitCode.Success;
    }

    private Tensor Loss(SequenceToSequenceModel model, RandomSource random, Device device)
    {
        var texts = Enumerable.Range(0, options.Batch).Select(_ => Letters.Draw(random, 1 + (int)random.NextInt64(options.Longest))).ToList();
        var batch = Letters.Batch(texts, device);
        return model.Loss(model.Scores(batch), batch);
    }

    private TrainerOptions TrainerOptions(SequenceToSequenceModel model, Device device) => new()
    {
        Steps = options.Steps,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        Schedule = LearningRateSchedule.Cosine(options.Steps),
        LogEvery = options.EvaluateEvery,
        Evaluate = () => _validation.Of(model, device),
        EvaluateEvery = options.EvaluateEvery,
        Target = TargetLoss,
        TargetEvaluations = Evaluations,
        CheckpointFolder = _folder.Checkpoint,
        CheckpointEvery = options.EvaluateEvery,
        Resume = options.Resume,
        ResumeCommand = CommandText.Resuming(),
        TensorBoardFolder = options.TensorBoard,
        TokensPerStep = options.Batch * (options.Longest + 3L) / 2,
        Settings = new Dictionary<string, string>
        {
            ["attention"] = options.Attention ? "yes" : "no",
            ["longest"] = options.Longest.ToString(CultureInfo.InvariantCulture),
            ["hidden"] = options.Hidden.ToString(CultureInfo.InvariantCulture),
            ["steps"] = options.Steps.ToString(CultureInfo.InvariantCulture),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
            ["held out"] = options.Validation.ToString(CultureInfo.InvariantCulture),
        },
    };

    /// <summary>Evaluates strings of the training length, shorter ones and longer ones.</summary>
    private List<(int Length, double ExactMatch)> Evaluate(SequenceToSequenceModel model, Device device)
    {
        model.Module.eval();
        using var noGrad = no_grad();
        int[] lengths = [.. ((double[])[0.25, 0.5, 1, 1.25, 1.5, 2]).Select(factor => Math.Max(1, (int)Math.Round(factor * options.Longest))).Distinct()];
        var scores = ProgressLine.Over("Evaluating", lengths).Select(length => (length, new ReverseScore(length, options.Validation).ExactMatch(model, device))).ToList();
        Show.Line($"\n{"letters",-12}exact match, of {Show.Count(options.Validation)}");
        foreach (var (length, exact) in scores)
            Show.Line($"{Show.Count(length),-12}{Show.Percent(exact)}{(length > options.Longest ? "  longer than in training" : "")}");
        Show.Line();
        return scores;
    }

    private void ShowAlignment(SequenceToSequenceModel model, Device device)
    {
        var text = Letters.Draw(new RandomSource(options.Seed), options.Longest);
        var written = ReverseModel.Decode(model, [text], device)[0];
        Show.Line("Alignment: source letters in columns, output letters in rows");
        AlignmentPicture.Print(text, written);
        Show.Line();
        AlignmentPicture.Save(_folder.Figure("alignment"), text, written);
    }

    private RunResults Results(TrainingResult result, SequenceToSequenceModel model, List<(int Length, double ExactMatch)> scores, Device device) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["exactMatch"] = scores.Single(score => score.Length == options.Longest).ExactMatch,
            ["exactMatchByLength"] = scores.ToDictionary(static score => score.Length.ToString(CultureInfo.InvariantCulture), static score => score.ExactMatch),
            ["heldOutLoss"] = result.History.Validation[^1].Loss,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(model.Module),
        },
        Command = CommandText.Current(),
        Seed = options.Seed,
        Device = device.ToString(),
        Seconds = result.Seconds,
        Options = options.ToDictionary(),
        History = result.History,
    };
}
