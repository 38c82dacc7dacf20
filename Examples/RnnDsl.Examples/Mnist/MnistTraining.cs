using System.Globalization;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>One training run: data, model, training, figures, results.</summary>
internal sealed class MnistTraining(MnistOptions options)
{
    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var data = MnistData.Find(options.Data);
        using var training = MnistData.ReadTraining(data, options.Limit, device);
        using var test = MnistData.ReadTest(data, device);
        using var run = _folder.Open(options.Resume);

        manual_seed(options.Seed);
        using var model = new ImageLstm(device);
        var order = new EpochOrder(training.Count, options.Batch, options.Seed);
        Describe(training, test, model, order, device);

        using var optimizer = optim.Adam(model.parameters(), options.LearningRate);
        var result = new Trainer(model, optimizer, step => Loss(model, training.Batch(order.At(step.Number))), TrainerOptions(model, training, test, order)).Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return ExitCode.Of(result);

        MnistFigures.Save(_folder, model, test, result.History, order.StepsPerEpoch);
        Results(result, training, test, model, device).Save(_folder.Results);
        var last = result.History.Validation[^1];
        Show.Line($"Final test accuracy: {Show.Percent(last.Accuracy!.Value)} ({Show.Count((long)Math.Round(last.Accuracy.Value * test.Count))} of {Show.Count(test.Count)}). Training took {Show.Count((long)result.Seconds)} seconds.");
        Show.Line($"Saved in {options.Out}: results.json, image-as-sequence.png, training.png, hidden-states.png, checkpoint/.");
        Show.Line($"Classify an image with: {CommandText.Of($"mnist predict my-digit.png --model {options.Out}")}");
        return ExitCode.Success;
    }

    private static Tensor Loss(ImageLstm model, ImageBatch batch) =>
        nn.functional.cross_entropy(model.call(MnistData.Normalised(batch.Images)), batch.Labels);

    private TrainerOptions TrainerOptions(ImageLstm model, LabelledImages training, LabelledImages test, EpochOrder order) => new()
    {
        Steps = options.Epochs * order.StepsPerEpoch,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        LogEvery = options.LogEvery,
        Evaluate = () => TestScore.Of(model, test),
        EvaluateEvery = order.StepsPerEpoch,
        Evaluated = report => report.WriteLine($"Epoch {Show.Count(report.Step / order.StepsPerEpoch)}/{Show.Count(options.Epochs)}: test accuracy {Show.Percent(report.Accuracy!.Value)}, test loss {Show.Loss(report.ValidationLoss!.Value)}"),
        CheckpointFolder = _folder.Checkpoint,
        CheckpointEvery = options.CheckpointEvery,
        Resume = options.Resume,
        ResumeCommand = CommandText.Resuming(),
        TensorBoardFolder = options.TensorBoard,
        Settings = new Dictionary<string, string>
        {
            ["images and labels (SHA-256)"] = MnistData.Checksum(training, test),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
        },
    };

    private void Describe(LabelledImages training, LabelledImages test, ImageLstm model, EpochOrder order, Device device)
    {
        Show.Line($"Training images: {Show.Count(training.Count)} of {training.Rows} × {training.Columns} pixels");
        Show.Line($"Test images: {Show.Count(test.Count)}");
        Show.Line($"Steps per epoch: {Show.Count(order.StepsPerEpoch)} of up to {Show.Count(options.Batch)} images");
        Show.Line($"Device: {device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model))}\n");
    }

    private RunResults Results(TrainingResult result, LabelledImages training, LabelledImages test, ImageLstm model, Device device) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["testAccuracy"] = result.History.Validation[^1].Accuracy!.Value,
            ["bestTestAccuracy"] = result.History.Validation.Max(static point => point.Accuracy!.Value),
            ["testLoss"] = result.History.Validation[^1].Loss,
            ["trainingLoss"] = result.History.Training[^1].Loss,
            ["epochs"] = options.Epochs,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(model),
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
