using System.Text.Json;
using System.Text.Json.Serialization;
using RnnDsl.Examples.Common;
using RnnDsl.Forecasting;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>What the networks of a run are made of, besides their weights, and what they were trained on.</summary>
internal sealed record ForecastSettings
{
    public required int History { get; init; }

    public required int Hidden { get; init; }

    public required IReadOnlyList<double> Quantiles { get; init; }

    public required string Target { get; init; }

    /// <summary>The columns of the multivariate forecast.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>By which they were standardised.</summary>
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

    /// <summary>The number of the target's column among the others.</summary>
    [JsonIgnore]
    public int TargetColumn => Columns.Index().First(column => column.Item == Target).Index;

    /// <summary>By which the target was standardised.</summary>
    [JsonIgnore]
    public Standardization ScalingOfTarget => Scaling.Select(TargetColumn);

    /// <summary>The columns that a network reads and tells.</summary>
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

/// <summary>One network of a run.</summary>
/// <param name="Features">Of which series.</param>
/// <param name="Mode">In which way it tells several steps.</param>
/// <param name="Horizon">How many steps a direct one tells; the shortest a recursive one is trained for, which goes on as far as one likes.</param>
/// <param name="Level">What is taken from each window before it reads it.</param>
internal sealed record ForecastModel(string Features, string Mode, int Horizon, string Level)
{
    /// <summary>Its folder among the checkpoints.</summary>
    [JsonIgnore]
    public string Name => Mode == ForecastCommand.Direct ? FormattableString.Invariant($"{Features}-{Mode}-{Horizon}") : $"{Features}-{Mode}";

    /// <summary>Those that tell some horizons: a direct one for each, or one that goes through all.</summary>
    public static IEnumerable<ForecastModel> Of(string features, string mode, ForecastOptions options)
    {
        var level = options.Level ?? Forecast.Level.For(features);
        return mode == ForecastCommand.Direct
            ? options.Horizons.Select(horizon => new ForecastModel(features, mode, horizon, level))
            : [new(features, mode, Math.Min(RecursiveSteps, options.Horizons.Min()), level)];
    }

    /// <summary>Whether it tells so many steps.</summary>
    public bool Tells(int horizon) => Mode == ForecastCommand.Recursive || Horizon == horizon;

    /// <summary>Over how many steps a recursive network is trained and looked at.</summary>
    private const int RecursiveSteps = 24;
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(ForecastSettings))]
internal sealed partial class ForecastSettingsJson : JsonSerializerContext;
