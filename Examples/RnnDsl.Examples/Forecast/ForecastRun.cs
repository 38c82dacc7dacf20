using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>One run: data, trainings, evaluation with baselines, tables, figures, results.</summary>
internal sealed class ForecastRun(ForecastOptions options)
{
    private readonly RunFolder _folder = new(options.Out);
    private readonly List<ForecastOutcome> _outcomes = [];
    private readonly Dictionary<string, TrainingResult> _trainings = [];

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        using var data = ForecastData.Read(options, device);
        Check(data);
        using var run = _folder.Open(options.Resume);
        set_num_threads(options.Threads);

        var settings = ForecastSettings.Of(options, data);
        Describe(data, settings, device);
        if (!_folder.HasCheckpoint)
            settings.Save(_folder.Settings);
        foreach (var features in options.Features)
        {
            if (Train(features, settings, data, device) is { } interrupted)
                return ExitCode.Of(interrupted);
        }

        // Saved again, since a resumed run may add trainings.
        settings.Save(_folder.Settings);
        Show.Line();
        foreach (var features in options.Features)
            ForecastTable.Print(options, data, features, _outcomes);
        ForecastFigures.SaveErrors(_folder.Figure("errors"), options, _outcomes);
        var results = Results(data, device);
        results.Save(_folder.Results);
        if (options.Record is { } record)
            results.Save(record);
        Show.Line($"Saved in {options.Out}: results.json, errors.png, {string.Join(", ", Windows().Select(static window => $"{FigureOf(window.Features, window.Horizon)}.png"))}, settings.json, checkpoint/. Training took {Show.Count((long)results.Seconds)} seconds.");
        Show.Line($"Forecast your own file with: {CommandText.Of($"forecast predict FILE.csv --model {options.Out}")}");
        return ExitCode.Success;
    }

    /// <summary>Trains the models of one set of features, evaluates them and plots their forecasts.</summary>
    /// <returns>The result of an interrupted training, or <c>null</c>.</returns>
    private TrainingResult? Train(string features, ForecastSettings settings, ForecastData data, Device device)
    {
        using var series = features == ForecastCommand.Univariate ? data.Series.narrow(1, settings.TargetColumn, 1).contiguous() : data.Series.alias();
        var networks = new List<(ForecastModel Model, Forecaster Forecaster)>();
        try
        {
            foreach (var model in settings.Models.Where(model => model.Features == features))
            {
                var (forecaster, result) = new ForecastTraining(options, settings, model, data).Run(series, _folder, device);
                networks.Add((model, forecaster));
                if (result.Outcome == TrainingOutcome.Interrupted)
                    return result;
                _trainings[model.Name] = result;
            }

            foreach (var horizon in options.Horizons)
                Evaluate(features, horizon, settings, data, series, [.. networks.Where(network => network.Model.Supports(horizon))]);
            return null;
        }
        finally
        {
            foreach (var (_, forecaster) in networks)
                forecaster.Dispose();
        }
    }

    private void Evaluate(string features, int horizon, ForecastSettings settings, ForecastData data, Tensor series, IReadOnlyList<(ForecastModel Model, Forecaster Forecaster)> networks)
    {
        using var training = new SlidingWindows(series, options.History, horizon, data.Split.Training);
        using var validation = new SlidingWindows(series, options.History, horizon, data.Split.Validation);
        using var test = new SlidingWindows(series, options.History, horizon, data.Split.Test);
        foreach (var (model, forecaster) in networks)
            _outcomes.Add(ForecastEvaluation.Of(forecaster, ForecastKind.Of(model), features, test, options.Quantiles));
        _outcomes.AddRange(ForecastEvaluation.Baselines(features, options.Season, training, validation, test));
        ForecastFigures.SaveForecasts(
            _folder.Figure(FigureOf(features, horizon)), settings, data, test, [.. networks.Select(network => (ForecastKind.Of(network.Model), features, network.Forecaster))]);
    }

    /// <summary>Checks the options before training.</summary>
    private void Check(ForecastData data)
    {
        if (options.Season > options.History)
            throw new UsageException($"--season {Show.Count(options.Season)} is longer than --history {Show.Count(options.History)}: the seasonal naive forecast repeats one whole season of the lookback window.");
        foreach (var horizon in options.Horizons)
        {
            foreach (var (part, rows) in new[] { ("training", data.Split.Training), ("validation", data.Split.Validation), ("test", data.Split.Test) })
            {
                var count = rows.End.Value - Math.Max(rows.Start.Value, options.History) - horizon + 1;
                if (count < 1)
                    throw new UsageException($"--history {Show.Count(options.History)} and --horizons {Show.Count(horizon)} leave no window in the {part} rows ({data.Split}): the series are too short for that. Take a shorter history or horizon, or more data.");
            }
        }
    }

    private void Describe(ForecastData data, ForecastSettings settings, Device device)
    {
        Show.Line($"Columns: {string.Join(", ", data.Columns)}");
        Show.Line($"Rows {data.Split}");
        Show.Line($"History: {Show.Count(options.History)} steps; horizons: {string.Join(", ", options.Horizons.Select(static horizon => Show.Count(horizon)))}");
        Show.Line($"Device: {device}");
        Show.Line($"Trainings: {Show.Count(settings.Models.Count)}, of up to {Show.Count(options.Epochs)} epochs\n");
    }

    private IEnumerable<(string Features, int Horizon)> Windows() => options.Features.SelectMany(features => options.Horizons.Select(horizon => (features, horizon)));

    private static string FigureOf(string features, int horizon) => FormattableString.Invariant($"forecast-{features}-{horizon}");

    private RunResults Results(ForecastData data, Device device)
    {
        var metrics = new Dictionary<string, object>();
        foreach (var outcome in _outcomes)
        {
            metrics[outcome.Metric("Mse")] = outcome.Errors.Mse;
            metrics[outcome.Metric("Mae")] = outcome.Errors.Mae;
            if (outcome.Coverage is { } coverage)
                metrics[outcome.Metric("Coverage")] = coverage;
        }
        foreach (var (features, horizon) in Windows().Where(_ => data.IsEtth1))
        {
            if (PublishedErrors.Of(features, horizon) is { } published)
            {
                metrics[FormattableString.Invariant($"{features}PublishedLstmaMse{horizon}")] = published.Mse;
                metrics[FormattableString.Invariant($"{features}PublishedLstmaMae{horizon}")] = published.Mae;
            }
        }
        metrics["bestEpochs"] = _trainings.ToDictionary(static training => training.Key, static training => (double)(1 + training.Value.History.Validation.Index().First(point => point.Item == training.Value.Best).Index));
        metrics["validationMse"] = _trainings.ToDictionary(static training => training.Key, static training => training.Value.Best!.Value.Loss);
        return new()
        {
            Metrics = metrics,
            Command = CommandText.Current(),
            Seed = options.Seed,
            Device = device.ToString(),
            Seconds = _trainings.Values.Sum(static training => training.Seconds),
            Options = options.ToDictionary(),
            Histories = _trainings.ToDictionary(static training => training.Key, static training => training.Value.History),
        };
    }
}
