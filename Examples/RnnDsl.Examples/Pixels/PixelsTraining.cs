using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Examples.Mnist;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Pixels;

/// <summary>Training of one network on one order of the pixels.</summary>
internal sealed class PixelsTraining(PixelsOptions options, PixelOrder order, PixelNetwork network)
{
    private const int TestBatch = 250;

    /// <summary>Part of all steps over which the learning rate increases from zero.</summary>
    private const double WarmUp = 0.05;

    private readonly string _name = $"{order.Name}-{network.Name}";

    /// <summary>Trains for all epochs.</summary>
    /// <returns>The outcome, or the result of an interrupted training.</returns>
    public (PixelsOutcome? Outcome, TrainingResult? Interrupted) Run(RunFolder folder, LabelledImages training, LabelledImages test, string checksum, Device device)
    {
        manual_seed(options.Seed);
        using var model = network.Create(options.Hidden, device);
        using var optimizer = optim.Adam(model.parameters(), options.LearningRate);
        var batches = new EpochOrder(training.Count, options.Batch, options.Seed);
        var parameters = Show.Parameters(model);
        Show.Line($"{order.Title}, {network.Title}: {Show.Count(parameters)} parameters");

        var result = new Trainer(model, optimizer, step => Loss(model, training.Batch(batches.At(step.Number))), TrainerOptions(model, folder, test, batches, checksum)).Run();
        return result.Outcome == TrainingOutcome.Interrupted
            ? (null, result)
            : (new(order, network, _name, result.History, result.Seconds, parameters), null);
    }

    private TrainerOptions TrainerOptions(nn.Module<Tensor, Tensor?, Tensor> model, RunFolder folder, LabelledImages test, EpochOrder batches, string checksum)
    {
        var steps = options.Epochs * batches.StepsPerEpoch;
        return new()
        {
            Steps = steps,
            Seed = options.Seed,
            ClipNorm = options.Clip,
            Schedule = LearningRateSchedule.Cosine(steps).WithWarmup((long)Math.Ceiling(WarmUp * steps)),
            LogEvery = options.LogEvery,
            Evaluate = () => TestScore.Of(model, images => Scores(model, images), test, TestBatch),
            EvaluateEvery = batches.StepsPerEpoch,
            Evaluated = report => TestScore.Print(report, batches.StepsPerEpoch, options.Epochs),
            CheckpointFolder = folder.CheckpointOf(_name),
            CheckpointEvery = options.CheckpointEvery,
            Resume = options.Resume,
            ResumeCommand = CommandText.Resuming(),
            TensorBoardFolder = RunFolder.Below(options.TensorBoard, _name),
            Settings = new Dictionary<string, string>
            {
                ["images and labels (SHA-256)"] = checksum,
                ["hidden"] = options.Hidden.ToString(CultureInfo.InvariantCulture),
                ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
                ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
                ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
                ["epochs"] = options.Epochs.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private Tensor Loss(nn.Module<Tensor, Tensor?, Tensor> model, ImageBatch batch) => nn.functional.cross_entropy(Scores(model, MnistData.Normalised(batch.Images)), batch.Labels);

    /// <summary>Scores of the digits, [batch, 10], of normalised images.</summary>
    private Tensor Scores(nn.Module<Tensor, Tensor?, Tensor> model, Tensor images) => model.call(order.Sequences(images), null);
}
