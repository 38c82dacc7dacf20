using System.Globalization;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>One training run: data, model, training, figures, results.</summary>
internal sealed class MnistTraining(MnistOptions options)
{
    private readonly RunFolder _folder = new(options.Out);
    private readonly ICommunicator _ranks = Ranks.Start(options.Distributed);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var data = _ranks.FirstThenOthers(() => MnistData.Find(options.Data));
        using var training = MnistData.ReadTraining(data, options.Limit, device);
        using var test = MnistData.ReadTest(data, device);
        using var run = _folder.Open(options.Resume, _ranks);

        manual_seed(options.Seed);
        using var model = ImageModels.Create(options.Model, device);
        var order = new EpochOrder(training.Count, options.Batch, options.Seed);
        Describe(training, test, model, order, device);
        if (_ranks.Rank == 0 && !_folder.HasCheckpoint)
            new MnistSettings { Model = options.Model }.Save(_folder.Settings);

        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        var result = new Trainer(model.Module, optimizer, step => Loss(model, training.Batch(order.At(step.Number))), TrainerOptions(model, training, test, order)).Run();
        if (result.Outcome == TrainingOutcome.Interrupted || _ranks.Rank > 0)
            return ExitCode.Of(result);

        MnistFigures.Save(_folder, model, test, result.History, StepsOf(order));
        Results(result, training, test, model, device).Save(_folder.Results);
        var last = result.History.Validation[^1];
        Show.Line($"Final test accuracy: {Show.Percent(last.Accuracy!.Value)} ({Show.Count((long)Math.Round(last.Accuracy.Value * test.Count))} of {Show.Count(test.Count)}). Training took {Show.Count((long)result.Seconds)} seconds.");
        Show.Line($"Saved in {options.Out}: results.json, image-as-sequence.png, training.png, hidden-states.png, checkpoint/.");
        Show.Line($"Classify an image with: {CommandText.Of($"mnist predict my-digit.png --model {options.Out}")}");
        return ExitCode.Success;
    }

    private static Tensor Loss(ImageModel model, ImageBatch batch) => model.Loss(MnistData.Normalised(batch.Images), batch.Labels);

    private TrainerOptions TrainerOptions(ImageModel model, LabelledImages training, LabelledImages test, EpochOrder order) => new()
    {
        Steps = options.Epochs * StepsOf(order),
        Seed = options.Seed,
        ClipNorm = options.Clip,
        LogEvery = options.LogEvery,
        Evaluate = () => TestScore.Of(model.Module, model.Scores, test, ranks: _ranks),
        EvaluateEvery = StepsOf(order),
        Evaluated = report => TestScore.Print(report, StepsOf(order), options.Epochs),
        CheckpointFolder = _folder.Checkpoint,
        CheckpointEvery = options.CheckpointEvery,
        Resume = options.Resume,
        Communicator = _ranks,
        Precision = options.Precision,
        ResumeCommand = Ranks.Resuming(_ranks),
        TensorBoardFolder = options.TensorBoard,
        Settings = Settings(training, test),
    };

    /// <summary>The settings that a resumed run must match. The keys of the article's model never change, so that old runs can be resumed.</summary>
    private Dictionary<string, string> Settings(LabelledImages training, LabelledImages test)
    {
        var settings = new Dictionary<string, string>
        {
            ["images and labels (SHA-256)"] = MnistData.Checksum(training, test),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
        };
        if (options.Model != ImageModels.Lab)
            settings["model"] = options.Model;
        return settings;
    }

    /// <summary>The steps of an epoch: each takes a batch on every rank.</summary>
    private long StepsOf(EpochOrder order) => (order.StepsPerEpoch + _ranks.Size - 1) / _ranks.Size;

    private void Describe(LabelledImages training, LabelledImages test, ImageModel model, EpochOrder order, Device device)
    {
        Show.Line($"Training images: {Show.Count(training.Count)} of {training.Rows} × {training.Columns} pixels");
        Show.Line($"Test images: {Show.Count(test.Count)}");
        Show.Line($"Steps per epoch: {Show.Count(StepsOf(order))} of up to {Show.Count(options.Batch)} images");
        Show.Line($"Device: {device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model.Module))}\n");
    }

    private RunResults Results(TrainingResult result, LabelledImages training, LabelledImages test, ImageModel model, Device device) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["testAccuracy"] = result.History.Validation[^1].Accuracy!.Value,
            ["bestTestAccuracy"] = result.History.Validation.Max(static point => point.Accuracy!.Value),
            ["testLoss"] = result.History.Validation[^1].Loss,
            ["trainingLoss"] = result.History.Training[^1].Loss,
            ["epochs"] = options.Epochs,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(model.Module),
            ["trainingImages"] = training.Count,
            ["testImages"] = test.Count,
        },
        Command = CommandText.Current(),
        Seed = options.Seed,
        Device = device.ToString(),
        Seconds = result.Seconds,
        Options = options.ToDictionary(),
        History = result.History,
    };
}
