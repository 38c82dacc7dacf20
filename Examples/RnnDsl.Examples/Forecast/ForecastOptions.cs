using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Forecast;

/// <summary>What one run was asked to do.</summary>
internal sealed record ForecastOptions
{
    public required IReadOnlyList<string> Features { get; init; }

    public required IReadOnlyList<int> Horizons { get; init; }

    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>Steps that are known.</summary>
    public required int History { get; init; }

    /// <summary>Steps of a season, for the seasonal naive forecast.</summary>
    public required int Season { get; init; }

    /// <summary>Probabilities by rising size; none for points alone.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>What is taken from each window before a network reads it; by the features unless given.</summary>
    public required string? Level { get; init; }

    public required string? Data { get; init; }

    /// <summary>The column of the univariate forecast; found out unless given.</summary>
    public required string? Column { get; init; }

    /// <summary>The columns of the multivariate forecast; all unless given.</summary>
    public required IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The form of the file's dates; found out unless given.</summary>
    public required string? DateFormat { get; init; }

    public required int Hidden { get; init; }

    public required int Epochs { get; init; }

    public required int Patience { get; init; }

    public required int Batch { get; init; }

    public required double LearningRate { get; init; }

    public required double Clip { get; init; }

    public required int LogEvery { get; init; }

    public required int Threads { get; init; }

    public required string Out { get; init; }

    public required bool Resume { get; init; }

    public required string? Record { get; init; }

    public required long Seed { get; init; }

    public required string Device { get; init; }

    /// <summary>For <c>results.json</c>: each option by its name and with its value.</summary>
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
        ["out"] = Out,
        ["resume"] = Resume,
        ["record"] = Record,
        ["seed"] = Seed,
        ["device"] = Device,
    });
}
