using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>Naive forecasts, the baselines of every model (Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 5.2).</summary>
public static class NaiveForecast
{
    /// <summary>The naive forecast: repeats the last step.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <returns>[batch, horizon, columns]</returns>
    public static Tensor Last(Tensor history, int horizon) => Seasonal(history, horizon, season: 1);

    /// <summary>The seasonal naive forecast: repeats the last season.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="season">The number of steps of a season: 24 for hourly data with a daily season.</param>
    /// <returns>[batch, horizon, columns]</returns>
    /// <exception cref="ArgumentException">The window has another shape, or is shorter than a season.</exception>
    public static Tensor Seasonal(Tensor history, int horizon, int season)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(season);
        if (history.dim() != 3)
            throw new ArgumentException($"Histories are [batch, history, columns]; these are [{string.Join(", ", history.shape)}].", nameof(history));
        if (history.size(1) < season)
            throw new ArgumentException($"A history of {history.size(1).Invariant()} steps is shorter than a season of {season.Invariant()}.", nameof(history));

        using var scope = NewDisposeScope();
        var last = history.narrow(1, history.size(1) - season, season);
        return last.repeat(1, (horizon + season - 1) / season, 1).narrow(1, 0, horizon).MoveToOuterDisposeScope();
    }
}
