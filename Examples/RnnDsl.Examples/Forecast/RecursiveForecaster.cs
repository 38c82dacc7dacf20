using RnnDsl.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>Recursive multi-step forecast over any horizon.</summary>
internal sealed class RecursiveForecaster : Forecaster
{
    /// <summary>Number of simulated paths for the quantiles of one window.</summary>
    public const int Paths = 100;

    private const long PathSeed = 1978;

    private const string ResidualsKey = "residuals";

    private readonly RecursiveLstm _network;
    private readonly ForecastSettings _settings;
    private readonly ForecastModel _model;
    private Tensor? _residuals;

    private RecursiveForecaster(RecursiveLstm network, ForecastSettings settings, ForecastModel model)
        : base(network) => (_network, _settings, _model) = (network, settings, model);

    public static RecursiveForecaster Create(ForecastSettings settings, ForecastModel model, Device device) =>
        new(new RecursiveLstm(settings.ColumnsOf(model).Count, settings.Hidden, device), settings, model);

    /// <summary>Squared error of the next step with teacher forcing.</summary>
    public override Tensor Loss(ForecastBatch batch)
    {
        var (predicted, actual) = Differences(batch);
        return _network.Loss(predicted, actual);
    }

    public override Tensor Points(Tensor history, int horizon) => Simulate(history, horizon, static (difference, last) => last + difference);

    /// <summary>
    /// Quantiles of simulated paths. Each step adds a random residual of the validation rows (bootstrap; Hyndman and Athanasopoulos, "Forecasting:
    /// Principles and Practice", 5.5).
    /// </summary>
    public override Tensor Quantiles(Tensor history, int horizon)
    {
        var residuals = _residuals ?? throw new InvalidOperationException("Quantiles need residuals: call SaveResiduals or LoadResiduals first.");
        using var scope = NewDisposeScope();
        var random = new RandomSource(PathSeed);
        var probabilities = tensor(_settings.Quantiles.ToArray(), dtype: history.dtype, device: history.device);
        var paths = Simulate(history, horizon, (difference, last) => last + difference + Draw(residuals, difference.size(0), random), Paths);
        return quantile(paths.reshape(history.size(0), Paths, horizon, history.size(2)), probabilities, 1).permute(1, 2, 3, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Measures the one-step residuals and saves them to a file. The module is in evaluation mode.</summary>
    public void SaveResiduals(SlidingWindows windows, string path)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var residuals = new List<Tensor>();
        for (var start = 0; start < windows.Count; start += windows.Horizon)
        {
            // Windows overlap: every horizon-th window covers each step once.
            var (predicted, actual) = Differences(windows.Batch(start, 1));
            residuals.Add((actual - predicted).squeeze(0));
        }
        _residuals = cat(residuals).DetachFromDisposeScope(); // [steps, columns]
        TensorFile.Save(path, [(ResidualsKey, _residuals)]);
    }

    /// <summary>Loads saved residuals.</summary>
    public void LoadResiduals(string path, Device device)
    {
        using var file = TensorFile.Load(path, device);
        _residuals = file[ResidualsKey].clone().DetachFromDisposeScope();
    }

    public override void Dispose()
    {
        _residuals?.Dispose();
        base.Dispose();
    }

    private (Tensor Predicted, Tensor Actual) Differences(ForecastBatch batch)
    {
        var (history, horizon) = (batch.History.size(1), batch.Future.size(1));
        var known = cat([batch.History, batch.Future], 1);
        var read = known.narrow(1, 0, history + horizon - 1) - Level.Of(_model.Level, batch.History);
        var predicted = _network.call(read).Output.narrow(1, history - 1, horizon);
        return (predicted, batch.Future - known.narrow(1, history - 1, horizon));
    }

    private Tensor Simulate(Tensor history, int horizon, Func<Tensor, Tensor, Tensor> next, int paths = 1)
    {
        using var scope = NewDisposeScope();
        var level = Level.Of(_model.Level, history);
        var predicted = RecursiveForecast.Of<RecursiveLstm, RecursiveLstm.State>(_network, history - level, horizon, next, paths);
        return (predicted + level.repeat_interleave(paths, 0)).MoveToOuterDisposeScope();
    }

    private static Tensor Draw(Tensor residuals, long count, RandomSource random)
    {
        var numbers = new long[count];
        for (var i = 0; i < count; i++)
            numbers[i] = random.NextInt64(residuals.size(0));
        return residuals.index_select(0, tensor(numbers, device: residuals.device));
    }
}
