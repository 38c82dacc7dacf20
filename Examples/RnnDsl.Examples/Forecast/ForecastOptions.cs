using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary>Options of one run.</summary>
internal sealed record ForecastOptions
{
    public required IReadOnlyList<string> Features { get; init; }

    public required IReadOnlyList<int> Horizons { get; init; }

    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>Lookback window, in steps.</summary>
    public required int History { get; init; }

    /// <summary>Season length of the seasonal naive forecast, in steps.</summary>
    public required int Season { get; init; }

    /// <summary>Quantiles in ascending order; empty for point forecasts only.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>Level subtracted from each window before the model; <c>null</c> for the default of the features.</summary>
    public required string? Level { get; init; }

    public required string? Data { get; init; }

    /// <summary>Column of the univariate forecast; <c>null</c> to detect it.</summary>
    public required string? Column { get; init; }

    /// <summary>Columns of the multivariate forecast; <c>null</c> for all.</summary>
    public required IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Format of the dates; <c>null</c> to detect it.</summary>
    public required string? DateFormat { get; init; }

    public required int Hidden { get; init; }

    public required int Epochs { get; init; }

    public required int Patience { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int LogEvery { get; init; }

    public required int Threads { get; init; }

    public required string? TensorBoard { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required string? Record { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>The options by name, for <c>results.json</c>.</summary>
    public IReadOnlyDictionary<string, object> ToDictionary() => RunResults.Given(new()
    {
        ["features"] = string.Join(' ', Features),
        ["horizons"] = Horizons.ToArray(),
        ["modes"] = string.Join(' ', Modes),
        ["history"] = History,
        ["season"] = Season,
        ["quantiles"] = Quantiles.ToArray(),
        ["level"] = Level,
        ["data"] = Data,
        ["column"] = Column,
        ["columns"] = Columns is null ? null : string.Join(' ', Columns),
        ["date-format"] = DateFormat,
        ["hidden"] = Hidden,
        ["epochs"] = Epochs,
        ["patience"] = Patience,
        ["batch"] = Batch,
        ["learning-rate"] = LearningRate,
        ["clip"] = Clip,
        ["log-every"] = LogEvery,
        ["threads"] = Threads,
        ["tensorboard"] = TensorBoard,
        ["out"] = Out,
        ["resume"] = Resume,
        ["record"] = Record,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
