using RnnDsl.Examples.Common;
using RnnDsl.Examples.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>One model before and after training.</summary>
/// <param name="Network">The model.</param>
/// <param name="Radii">Spectral radius of each recurrent matrix, before and after training.</param>
/// <param name="Initial">Gradient norms at initialisation.</param>
/// <param name="Trained">Gradient norms after training.</param>
/// <param name="Training">The training result.</param>
internal sealed record NetworkStudy(GradientNetwork Network, (double[] Before, double[] After) Radii, StateCurves Initial, StateCurves Trained, TrainingResult Training)
{
    /// <summary>Seed of the validation sequences, the same in every run.</summary>
    private const long ValidationSeed = 1994;

    private const int ValidationSize = 500;

    /// <summary>Measures, trains on the adding problem and measures again.</summary>
    /// <returns><c>null</c> and the training result if the training was interrupted.</returns>
    public static (NetworkStudy? Study, TrainingResult Training) Make(GradientNetwork network, GradientsOptions options, Measurement measurement, Device device)
    {
        manual_seed(options.Seed);
        using var model = network.Create(options.Hidden, device, ScalarType.Float32);
        using var precise = network.Create(options.Hidden, device, ScalarType.Float64);
        Show.Line($"{network.Title}: {Show.Count(Show.Parameters(model.Module))} parameters");

        precise.CopyFrom(model);
        var (initial, before) = (measurement.States(precise), precise.Radii());
        var training = Train(network.Name, model, options, device);
        if (training.Outcome == TrainingOutcome.Interrupted)
            return (null, training);
        precise.CopyFrom(model);
        return (new(network, (before, precise.Radii()), initial, measurement.States(precise), training), training);
    }

    private static TrainingResult Train(string name, GradientModel model, GradientsOptions options, Device device)
    {
        var task = new AddingProblem();
        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        return new Trainer(model.Module, optimizer, step => Loss(step.Random, options.Batch), new TrainerOptions
        {
            Steps = options.Steps,
            Seed = options.Seed,
            ClipNorm = options.Clip,
            LogEvery = Math.Max(1, options.Steps / 4),
            Evaluate = () => Loss(new RandomSource(ValidationSeed), ValidationSize).item<float>(),
            EvaluateEvery = Math.Max(1, options.Steps / 4),
            TensorBoardFolder = RunFolder.Below(options.TensorBoard, name),
        }).Run();

        Tensor Loss(RandomSource random, int batch)
        {
            var (inputs, targets) = task.Draw(random, batch, options.TrainingLength, device);
            return nn.functional.mse_loss(model.LastOutput(inputs), targets);
        }
    }
}
