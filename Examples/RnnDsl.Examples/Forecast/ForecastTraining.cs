using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>Training of one model with early stopping on the validation rows.</summary>
internal sealed class ForecastTraining(ForecastOptions options, ForecastSettings settings, ForecastModel model, ForecastData data)
{
    /// <summary>Trains until the validation error stops falling.</summary>
    /// <param name="series">[rows, columns], the input columns of the model.</param>
    /// <param name="folder">Folder of the run.</param>
    /// <param name="device">Device of the model.</param>
    /// <returns>The model with its best weights, and the training result.</returns>
    public (Forecaster Forecaster, TrainingResult Result) Run(Tensor series, RunFolder folder, Device device)
    {
        using var training = new SlidingWindows(series, settings.History, model.Horizon, data.Split.Training);
        using var validation = new SlidingWindows(series, settings.History, model.Horizon, data.Split.Validation);
        var order = new EpochOrder(training.Count, options.Batch, options.Seed);

        manual_seed(options.Seed);
        var forecaster = settings.Create(model, device);
        Show.Line($"{model.Name}: {Show.Count(Show.Parameters(forecaster.Module))} parameters; {Show.Count(training.Count)} training windows, {Show.Count(order.StepsPerEpoch)} steps per epoch");
        using var optimizer = optim.Adam(forecaster.Module.parameters(), options.LearningRate);
        var result = new Trainer(forecaster.Module, optimizer, step => forecaster.Loss(training.Batch(order.At(step.Number))), new TrainerOptions
        {
            Steps = options.Epochs * order.StepsPerEpoch,
            Seed = options.Seed,
            ClipNorm = options.Clip,
            LogEvery = options.LogEvery,
            Evaluate = () => ForecastErrors.Of(validation, history => forecaster.Points(history, model.Horizon)).Mse,
            EvaluateEvery = order.StepsPerEpoch,
            Patience = options.Patience,
            CheckpointFolder = folder.CheckpointOf(model.Name),
            CheckpointEvery = order.StepsPerEpoch,
            Resume = options.Resume,
            ResumeCommand = CommandText.Resuming(),
            TensorBoardFolder = RunFolder.Below(options.TensorBoard, model.Name),
            Settings = Settings(),
        }).Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return (forecaster, result);

        forecaster.Module.LoadSafetensors(result.BestWeights!);
        forecaster.Module.eval();
        if (forecaster is RecursiveForecaster recursive && settings.Quantiles.Count > 0)
            recursive.SaveResiduals(validation, folder.ResidualsOf(model.Name));
        return (forecaster, result);
    }

    private Dictionary<string, string> Settings() => new()
    {
        ["series (SHA-256)"] = data.Fingerprint,
        ["target"] = settings.Target,
        ["history"] = Text(settings.History),
        ["horizon"] = Text(model.Horizon),
        ["hidden"] = Text(settings.Hidden),
        ["level"] = model.Level,
        ["quantiles"] = string.Join(' ', settings.Quantiles.Select(static quantile => quantile.ToString(CultureInfo.InvariantCulture))),
        ["batch"] = Text(options.Batch),
        ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
        ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
