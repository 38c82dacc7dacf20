using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>Architecture, columns and standardisation of the models of a run.</summary>
internal sealed record ForecastSettings
{
    public required int History { get; init; }

    public required int Hidden { get; init; }

    public required IReadOnlyList<double> Quantiles { get; init; }

    public required string Target { get; init; }

    /// <summary>The columns of the multivariate forecast.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Standardisation of the columns.</summary>
    public required Standardization Scaling { get; init; }

    public required IReadOnlyList<ForecastModel> Models { get; init; }

    public static ForecastSettings Of(ForecastOptions options, ForecastData data) => new()
    {
        History = options.History,
        Hidden = options.Hidden,
        Quantiles = options.Quantiles,
        Target = data.Target,
        Columns = data.Columns,
        Scaling = data.Scaling,
        Models = [.. options.Features.SelectMany(features => options.Modes.SelectMany(mode => ForecastModel.Of(features, mode, options)))],
    };

    /// <summary>Index of the target column.</summary>
    [JsonIgnore]
    public int TargetColumn => Columns.Index().First(column => column.Item == Target).Index;

    /// <summary>Standardisation of the target.</summary>
    [JsonIgnore]
    public Standardization ScalingOfTarget => Scaling.Select(TargetColumn);

    /// <summary>The columns that a model reads and forecasts.</summary>
    public IReadOnlyList<string> ColumnsOf(ForecastModel model) => model.Features == ForecastCommand.Univariate ? [Target] : Columns;

    public Forecaster Create(ForecastModel model, Device device) => model.Mode == ForecastCommand.Direct
        ? DirectForecaster.Create(this, model, device)
        : RecursiveForecaster.Create(this, model, device);

    public void Save(string path) => SettingsFile.Save(path, this, ForecastSettingsJson.Default.ForecastSettings);

    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not what <see cref="Save"/> wrote.</exception>
    public static ForecastSettings Load(string path) => SettingsFile.Load(
        path, ForecastSettingsJson.Default.ForecastSettings, static settings => settings is { History: > 0, Hidden: > 0, Columns.Count: > 0 } && settings.Columns.Contains(settings.Target) && settings.Scaling.Means.Count == settings.Columns.Count);
}

/// <summary>One model of a run.</summary>
/// <param name="Features">Univariate or multivariate.</param>
/// <param name="Mode">Direct or recursive.</param>
/// <param name="Horizon">Horizon of a direct model; training horizon of a recursive model, which forecasts any horizon.</param>
/// <param name="Level">Level subtracted from each window before the model.</param>
internal sealed record ForecastModel(string Features, string Mode, int Horizon, string Level)
{
    /// <summary>Name of its checkpoint folder.</summary>
    [JsonIgnore]
    public string Name => Mode == ForecastCommand.Direct ? FormattableString.Invariant($"{Features}-{Mode}-{Horizon}") : $"{Features}-{Mode}";

    /// <summary>The models for some horizons: one direct model per horizon, or one recursive model.</summary>
    public static IEnumerable<ForecastModel> Of(string features, string mode, ForecastOptions options)
    {
        var level = options.Level ?? Forecast.Level.For(features);
        return mode == ForecastCommand.Direct
            ? options.Horizons.Select(horizon => new ForecastModel(features, mode, horizon, level))
            : [new(features, mode, Math.Min(RecursiveSteps, options.Horizons.Min()), level)];
    }

    /// <summary>Whether the model forecasts this horizon.</summary>
    public bool Supports(int horizon) => Mode == ForecastCommand.Recursive || Horizon == horizon;

    /// <summary>Maximum horizon for training and validation of a recursive model.</summary>
    private const int RecursiveSteps = 24;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ForecastSettings))]
internal sealed partial class ForecastSettingsJson : JsonSerializerContext;
