using System.Diagnostics;
using System.Globalization;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>Training of one model on one task at one length: new sequences at each step, a fixed validation set.</summary>
internal sealed class MemoryTraining(MemoryOptions options, MemoryTask task, int length, MemoryNetwork network)
{
    /// <summary>Number of consecutive evaluations below the target error.</summary>
    public const int Evaluations = 3;

    /// <summary>Seed of the validation sequences, the same in every run.</summary>
    private const long ValidationSeed = 1997;

    private const int ValidationBatch = 500;

    private readonly double _learningRate = (options.LearningRate ?? task.LearningRate) * network.LearningRateFactor;

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"{task.Name}-{length}-{network.Name}");

    /// <summary>Trains until the task is learned or all steps are done.</summary>
    /// <returns>The outcome, or the result of an interrupted training.</returns>
    public (MemoryOutcome? Outcome, TrainingResult? Interrupted) Run(RunFolder folder, Device device)
    {
        manual_seed(options.Seed);
        using var model = network.Create(task.Inputs, options.Hidden, task.Outputs, device);
        using var optimizer = optim.Adam(model.Module.parameters(), _learningRate);
        Show.Line($"{task.Title} over {Show.Count(length)} steps, {network.Title}: {Show.Count(Show.Parameters(model.Module))} parameters; memoryless loss {Show.Loss(task.Baseline(length))}");

        var (clock, seen) = (Stopwatch.StartNew(), new List<LossPoint>());
        try
        {
            var result = new Trainer(model.Module, optimizer, step => Loss(model, step.Random, options.Batch, device), TrainerOptions(model, folder, seen, device)).Run();
            if (result.Outcome == TrainingOutcome.Interrupted)
                return (null, result);
            return (new(task, length, network, _name, result.History, result.Seconds, LearnedAt: result.Outcome == TrainingOutcome.TargetReached ? result.Step : null), null);
        }
        catch (TrainingDivergedException diverged)
        {
            // Divergence is a result of the benchmark, not an error.
            Show.Line($"Diverged: {diverged.Message}");
            return (new(task, length, network, _name, new() { Validation = seen }, clock.Elapsed.TotalSeconds, DivergedAt: diverged.Step), null);
        }
    }

    private TrainerOptions TrainerOptions(MemoryModel model, RunFolder folder, List<LossPoint> seen, Device device) => new()
    {
        Steps = options.Steps,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        Schedule = LearningRateSchedule.Cosine(options.Steps),
        LogEvery = options.EvaluateEvery,
        Evaluate = () => ValidationError(model, device),
        EvaluateEvery = options.EvaluateEvery,
        Evaluated = report => seen.Add(new(report.Step, report.ValidationLoss!.Value)),
        Target = task.Learned(length),
        TargetEvaluations = Evaluations,
        CheckpointFolder = folder.CheckpointOf(_name),
        CheckpointEvery = options.EvaluateEvery,
        Resume = options.Resume,
        ResumeCommand = CommandText.Resuming(),
        TensorBoardFolder = RunFolder.Below(options.TensorBoard, _name),
        Settings = new Dictionary<string, string>
        {
            ["hidden"] = options.Hidden.ToString(CultureInfo.InvariantCulture),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["learning rate"] = _learningRate.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
            ["held out"] = options.Validation.ToString(CultureInfo.InvariantCulture),
        },
    };

    private Tensor Loss(MemoryModel model, RandomSource random, int batch, Device device)
    {
        var (inputs, targets) = task.Draw(random, batch, length, device);
        return task.Loss(model.Outputs(inputs), targets);
    }

    private double ValidationError(MemoryModel model, Device device)
    {
        var random = new RandomSource(ValidationSeed);
        var counts = Enumerable.Range(0, options.Validation).Chunk(ValidationBatch).Select(static sequences => sequences.Length);
        return Evaluation.Mean(model.Module, counts, count => new(Loss(model, random, count, device), count)).Loss;
    }
}
