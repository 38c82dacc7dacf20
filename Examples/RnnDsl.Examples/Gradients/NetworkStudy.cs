using RnnDsl.Examples.Common;
using RnnDsl.Examples.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>One network before and after it has learned something.</summary>
/// <param name="Network">Which one.</param>
/// <param name="Radii">The spectral radius of each recurrent matrix, before and after.</param>
/// <param name="Initial">Its gradients at initialisation.</param>
/// <param name="Trained">Its gradients after training.</param>
/// <param name="Training">How the training went.</param>
internal sealed record NetworkStudy(GradientNetwork Network, (double[] Before, double[] After) Radii, StateCurves Initial, StateCurves Trained, TrainingResult Training)
{
    /// <summary>The held-out sequences of training are the same in every run.</summary>
    private const long HeldOutSeed = 1994;

    private const int HeldOut = 500;

    /// <summary>Measures, trains on the adding problem, measures again.</summary>
    /// <returns><c>null</c> with the result of a training that was interrupted.</returns>
    public static (NetworkStudy? Study, TrainingResult Training) Make(GradientNetwork network, GradientsOptions options, Measurement measurement, Device device)
    {
        manual_seed(options.Seed);
        using var model = network.Create(options.Hidden, device, ScalarType.Float32);
        using var precise = network.Create(options.Hidden, device, ScalarType.Float64);
        Show.Line($"{network.Title}: {Show.Count(Show.Parameters(model.Module))} parameters");

        precise.CopyFrom(model);
        var (initial, before) = (measurement.States(precise), precise.Radii());
        var training = Train(model, options, device);
        if (training.Outcome == TrainingOutcome.Interrupted)
            return (null, training);
        precise.CopyFrom(model);
        return (new(network, (before, precise.Radii()), initial, measurement.States(precise), training), training);
    }

    private static TrainingResult Train(GradientModel model, GradientsOptions options, Device device)
    {
        var task = new AddingProblem();
        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        return new Trainer(model.Module, optimizer, step => Loss(step.Random, options.Batch), new TrainerOptions
        {
            Steps = options.Steps,
            Seed = options.Seed,
            ClipNorm = options.Clip,
            LogEvery = Math.Max(1, options.Steps / 4),
            Evaluate = () => Loss(new RandomSource(HeldOutSeed), HeldOut).item<float>(),
            EvaluateEvery = Math.Max(1, options.Steps / 4),
        }).Run();

        Tensor Loss(RandomSource random, int batch)
        {
            var (inputs, targets) = task.Draw(random, batch, options.TrainingLength, device);
            return nn.functional.mse_loss(model.LastOutput(inputs), targets);
        }
    }
}
