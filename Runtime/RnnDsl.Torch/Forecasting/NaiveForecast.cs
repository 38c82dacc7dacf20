using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>The forecasts that need no learning, and that every other has to beat (Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 5.2).</summary>
public static class NaiveForecast
{
    /// <summary>Everything stays as it is.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">How many steps to tell.</param>
    /// <returns>[batch, horizon, columns]: the last step, so many times.</returns>
    public static Tensor Last(Tensor history, int horizon) => Seasonal(history, horizon, season: 1);

    /// <summary>Everything is as it was a season ago.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">How many steps to tell.</param>
    /// <param name="season">How many steps a season has: 24 for a day of hours.</param>
    /// <returns>[batch, horizon, columns]: the last season, over and over.</returns>
    /// <exception cref="ArgumentException">The history has another shape, or is shorter than a season.</exception>
    public static Tensor Seasonal(Tensor history, int horizon, int season)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(season);
        if (history.dim() != 3)
            throw new ArgumentException($"Histories are [batch, history, columns]; these are [{string.Join(", ", history.shape)}].", nameof(history));
        if (history.size(1) < season)
            throw new ArgumentException($"A history of {history.size(1).Invariant()} steps holds no season of {season.Invariant()}.", nameof(history));

        using var scope = NewDisposeScope();
        var last = history.narrow(1, history.size(1) - season, season);
        return last.repeat(1, (horizon + season - 1) / season, 1).narrow(1, 0, horizon).MoveToOuterDisposeScope();
    }
}
