using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>One network learns one task over one length: fresh sequences at every step, and a fixed set of them to judge it by.</summary>
internal sealed class MemoryTraining(MemoryOptions options, MemoryTask task, int length, MemoryNetwork network)
{
    /// <summary>The held-out sequences are the same in every run, whatever the weights and the training are drawn from.</summary>
    public const long HeldOutSeed = 1997;

    /// <summary>How many evaluations in a row must be below the target.</summary>
    public const int Evaluations = 3;

    private const int HeldOutBatch = 500;

    public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"{task.Name}-{length}-{network.Name}");

    /// <summary>Trains until the task is learned or the steps are done.</summary>
    /// <exception cref="TrainingDivergedException">A loss became infinite or not a number.</exception>
    public TrainingResult Run(RunFolder folder, Device device)
    {
        manual_seed(options.Seed);
        using var model = network.Create(task.Inputs, options.Hidden, task.Outputs, device);
        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        var trainer = new Trainer(model.Module, optimizer, step => Loss(model, step.Random, options.Batch, device), new TrainerOptions
        {
            Steps = options.Steps,
            Seed = options.Seed,
            ClipNorm = options.Clip,
            LogEvery = options.EvaluateEvery,
            Evaluate = () => HeldOutError(model, device),
            EvaluateEvery = options.EvaluateEvery,
            Target = Target,
            TargetEvaluations = Evaluations,
            CheckpointFolder = folder.CheckpointOf(Name),
            CheckpointEvery = options.EvaluateEvery,
            Resume = options.Resume,
            ResumeCommand = CommandText.Resuming(),
            Settings = new Dictionary<string, string>
            {
                ["hidden"] = options.Hidden.ToString(CultureInfo.InvariantCulture),
                ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
                ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
                ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
                ["held out"] = options.HeldOut.ToString(CultureInfo.InvariantCulture),
            },
        });
        Show.Line($"{task.Title}, {Show.Count(length)} steps, {network.Title}: {Show.Count(Show.Parameters(model.Module))} parameters, {task.Error}; {Show.Loss(task.Baseline(length))} without a memory");
        return trainer.Run();
    }

    private double Target => options.Target;

    private Tensor Loss(MemoryModel model, RandomSource random, int batch, Device device)
    {
        var (inputs, targets) = task.Draw(random, batch, length, device);
        return task.Loss(model.Outputs(inputs), targets);
    }

    private double HeldOutError(MemoryModel model, Device device)
    {
        var random = new RandomSource(HeldOutSeed);
        var sum = 0d;
        for (var start = 0; start < options.HeldOut; start += HeldOutBatch)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(HeldOutBatch, options.HeldOut - start);
            sum += count * Loss(model, random, count, device).item<float>();
        }
        return sum / options.HeldOut;
    }
}
