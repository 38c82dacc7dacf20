using System.Globalization;
using RnnDsl.Audio;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>One training run: new strings at each step, evaluation on the test set, figures, results.</summary>
internal sealed class SpeechTraining(SpeechOptions options)
{
    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var record = options.Record is { } path ? new ResultsRecord(path) : null;
        var data = SpeechData.Read(options.Data, options.Validation, options.Test);
        using var run = _folder.Open(options.Resume);
        set_num_threads(options.Threads);

        manual_seed(options.Seed);
        using var recognition = new Recognition(options.Hidden, device);
        Describe(data, recognition);

        // The first CTC gradients are the largest. With the default β₂ = 0.999 they would reduce Adam's steps for a thousand steps.
        using var optimizer = optim.Adam(recognition.Model.parameters(), options.LearningRate, beta2: 0.98);
        var masks = new SpecAugment();
        var trainer = new Trainer(recognition.Model, optimizer, Loss, TrainerOptions(data, recognition));
        if (!_folder.HasCheckpoint)
            new SpeechSettings { Hidden = options.Hidden }.Save(_folder.Settings);
        var result = trainer.Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return ExitCode.Of(result);

        recognition.Model.eval();
        var evaluation = SpeechEvaluation.Of(recognition, data);
        evaluation.Print(data.Test);
        var pictures = Draw(result.History, recognition, data, evaluation);
        Results(result, recognition, data, evaluation).Save(_folder.Results);
        record?.Add(_folder.Results, first: true);
        Show.Line($"Saved in {options.Out}: results.json, {pictures}, settings.json, checkpoint/. Training took {Show.Count((long)result.Seconds)} seconds.");
        Show.Line($"Transcribe a recording with: {CommandText.Of($"speech predict FILE.wav --model {options.Out}")}");
        return ExitCode.Success;

        Tensor Loss(TrainingStep step) =>
            recognition.Loss(data.Training.GenerateBatch(step.Random, options.Batch), masks, step.Random);
    }

    private TrainerOptions TrainerOptions(SpeechData data, Recognition recognition)
    {
        var score = default(SpeechScore);
        return new()
        {
            Steps = options.Steps,
            Seed = options.Seed,
            ClipNorm = options.Clip,
            Schedule = LearningRateSchedule.Cosine(options.Steps).WithWarmup(options.Warmup),
            LogEvery = options.LogEvery,
            Evaluate = () =>
            {
                score = SpeechScore.Of(SpeechScore.Greedy(recognition.LogProbabilities(data.Validation.Select(static one => one.Samples))), data.Validation);
                return new(ValidationLoss(data, recognition), score.StringAccuracy);
            },
            EvaluateEvery = options.EvaluateEvery,
            Evaluated = report => report.WriteLine($"  label error rate {Show.Percent(score!.Errors.Rate)}, exact match {Show.Percent(score.StringAccuracy)}"),
            CheckpointFolder = _folder.Checkpoint,
            CheckpointEvery = options.CheckpointEvery,
            Resume = options.Resume,
            ResumeCommand = CommandText.Resuming(),
            TensorBoardFolder = options.TensorBoard,
            Settings = new Dictionary<string, string>
            {
                ["recordings (SHA-256)"] = data.Fingerprint,
                ["steps"] = options.Steps.ToString(CultureInfo.InvariantCulture),
                ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
                ["hidden"] = options.Hidden.ToString(CultureInfo.InvariantCulture),
                ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
                ["warmup"] = options.Warmup.ToString(CultureInfo.InvariantCulture),
                ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
                ["validation"] = options.Validation.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    /// <summary>The mean CTC loss in nats per digit.</summary>
    private double ValidationLoss(SpeechData data, Recognition recognition) => Evaluation.Mean(
        recognition.Model, data.Validation.Chunk(options.Batch), batch => new(recognition.Loss(batch, masks: null, new RandomSource(0)), batch.Length)).Loss;

    private static void Describe(SpeechData data, Recognition recognition)
    {
        Show.Line($"Training recordings: {Show.Count(data.TrainingRecordings)} of {Show.Count(data.Speakers)} speakers; validation and test: {Show.Count(data.EvaluationRecordings)}");
        Show.Line($"Strings of {DigitStringGenerator.Shortest} to {DigitStringGenerator.Longest} digits; test: {Show.Count(data.Test.Count)}, validation: {Show.Count(data.Validation.Count)}");
        Show.Line($"Device: {recognition.Device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(recognition.Model))}\n");
    }

    private string Draw(TrainingHistory history, Recognition recognition, SpeechData data, SpeechEvaluation evaluation)
    {
        LossPicture.Save(
            _folder.LossCurve,
            history,
            "Strings of spoken digits (training loss with SpecAugment)",
            "nats per digit");
        DrawString("posteriors", 0);
        if (evaluation.FirstWrong(data.Test) is not { } wrong)
            return "loss.png, posteriors.png";
        DrawString("posteriors-wrong", wrong);
        return "loss.png, posteriors.png, posteriors-wrong.png";

        void DrawString(string name, int index) =>
            SpeechPicture.Save(_folder.Figure(name), recognition, data.Test[index].Samples, evaluation.LogProbabilities[index], data.Test[index]);
    }

    private RunResults Results(TrainingResult result, Recognition recognition, SpeechData data, SpeechEvaluation evaluation) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["labelErrorRate"] = evaluation.Beam.Errors.Rate,
            ["labelErrorRateGreedy"] = evaluation.Greedy.Errors.Rate,
            ["labelErrorRateBaseline"] = evaluation.Baseline.Errors.Rate,
            ["stringAccuracy"] = evaluation.Beam.StringAccuracy,
            ["stringAccuracyGreedy"] = evaluation.Greedy.StringAccuracy,
            ["stringAccuracyBaseline"] = evaluation.Baseline.StringAccuracy,
            ["labelErrorRateBySpeaker"] = evaluation.BySpeaker,
            ["substitutions"] = evaluation.Beam.Errors.Edits.Substitutions,
            ["insertions"] = evaluation.Beam.Errors.Edits.Insertions,
            ["deletions"] = evaluation.Beam.Errors.Edits.Deletions,
            ["testStrings"] = data.Test.Count,
            ["testDigits"] = evaluation.Beam.Errors.Labels,
            ["validationLoss"] = result.History.Validation[^1].Loss,
            ["trainingLoss"] = result.History.Training[^1].Loss,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(recognition.Model),
            ["trainingRecordings"] = data.TrainingRecordings,
        },
        Command = CommandText.Current(),
        Seed = options.Seed,
        Device = recognition.Device.ToString(),
        Seconds = result.Seconds,
        Options = options.ToDictionary(),
        History = result.History,
    };
}
