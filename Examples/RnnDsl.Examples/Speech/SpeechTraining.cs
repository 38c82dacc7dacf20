using System.Globalization;
using RnnDsl.Audio;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Speech;

/// <summary>One training run: fresh strings at every step, a judgement on strings of recordings that were held out, pictures, results.</summary>
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

        // The first gradients of CTC are larger than all later ones: with the usual 0.999 Adam would divide by them for a thousand steps.
        using var optimizer = optim.Adam(recognition.Model.parameters(), options.LearningRate, beta2: 0.98);
        var masks = new SpecAugment();
        var trainer = new Trainer(recognition.Model, optimizer, Loss, TrainerOptions(data, recognition));
        if (!_folder.HasCheckpoint)
            new SpeechSettings { Hidden = options.Hidden }.Save(_folder.Settings);
        var result = trainer.Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return ExitCode.Of(result);

        recognition.Model.eval();
        var judgement = SpeechJudgement.Of(recognition, data);
        judgement.Print(data.Test);
        var pictures = Draw(result.History, recognition, data, judgement);
        Results(result, recognition, data, judgement).Save(_folder.Results);
        record?.Add(_folder.Results, first: true);
        Show.Line($"Saved in {options.Out}: results.json, {pictures}, settings.json, checkpoint/. Training took {Show.Count((long)result.Seconds)} seconds.");
        Show.Line($"Recognise with it: speech predict FILE.wav --model {options.Out}");
        return ExitCode.Success;

        Tensor Loss(TrainingStep step) =>
            recognition.Loss(data.Training.DrawBatch(step.Random, options.Batch), masks, step.Random);
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
                return new(HeldOutLoss(data, recognition), score.StringAccuracy);
            },
            EvaluateEvery = options.EvaluateEvery,
            Evaluated = report => report.WriteLine($"  label error rate {Show.Share(score!.Errors.Rate)}, exact match {Show.Share(score.StringAccuracy)}"),
            CheckpointFolder = _folder.Checkpoint,
            CheckpointEvery = options.CheckpointEvery,
            Resume = options.Resume,
            ResumeCommand = CommandText.Resuming(),
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

    /// <summary>The mean over the strings of what CTC takes for a digit of them, in nats.</summary>
    private double HeldOutLoss(SpeechData data, Recognition recognition)
    {
        var sum = 0d;
        foreach (var batch in data.Validation.Chunk(options.Batch))
        {
            using var scope = NewDisposeScope();
            sum += batch.Length * recognition.Loss(batch, masks: null, new RandomSource(0)).item<float>();
        }
        return sum / data.Validation.Count;
    }

    private static void Describe(SpeechData data, Recognition recognition)
    {
        Show.Line($"Training recordings: {Show.Count(data.TrainingRecordings)} of {Show.Count(data.Speakers)} speakers; validation and test: {Show.Count(data.HeldOutRecordings)}");
        Show.Line($"Strings of {StringMaker.Shortest} to {StringMaker.Longest} digits; test: {Show.Count(data.Test.Count)}, validation: {Show.Count(data.Validation.Count)}");
        Show.Line($"Device: {recognition.Device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(recognition.Model))}\n");
    }

    private string Draw(TrainingHistory history, Recognition recognition, SpeechData data, SpeechJudgement judgement)
    {
        LossPicture.Save(
            _folder.LossCurve,
            history,
            "Strings of spoken digits (training loss with SpecAugment)",
            "nats per digit");
        DrawString("posteriors", 0);
        if (judgement.FirstWrong(data.Test) is not { } wrong)
            return "loss.png, posteriors.png";
        DrawString("posteriors-wrong", wrong);
        return "loss.png, posteriors.png, posteriors-wrong.png";

        void DrawString(string name, int index) =>
            SpeechPicture.Save(_folder.Figure(name), recognition, data.Test[index].Samples, judgement.Heard[index], data.Test[index]);
    }

    private RunResults Results(TrainingResult result, Recognition recognition, SpeechData data, SpeechJudgement judgement) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["labelErrorRate"] = judgement.Beam.Errors.Rate,
            ["labelErrorRateGreedy"] = judgement.Greedy.Errors.Rate,
            ["labelErrorRateBaseline"] = judgement.Baseline.Errors.Rate,
            ["stringAccuracy"] = judgement.Beam.StringAccuracy,
            ["stringAccuracyGreedy"] = judgement.Greedy.StringAccuracy,
            ["stringAccuracyBaseline"] = judgement.Baseline.StringAccuracy,
            ["labelErrorRateBySpeaker"] = judgement.BySpeaker,
            ["substitutions"] = judgement.Beam.Errors.Edits.Substitutions,
            ["insertions"] = judgement.Beam.Errors.Edits.Insertions,
            ["deletions"] = judgement.Beam.Errors.Edits.Deletions,
            ["testStrings"] = data.Test.Count,
            ["testDigits"] = judgement.Beam.Errors.Labels,
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
