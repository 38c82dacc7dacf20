using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>Quantile forecasts, from which prediction intervals follow.</summary>
public static class QuantileForecast
{
    /// <summary>
    /// The pinball (quantile) loss, whose minimum is at the quantiles (Koenker and Bassett, "Regression Quantiles", 1978): with
    /// e = target - forecast, the mean of τ e where e ≥ 0 and (τ - 1) e where e &lt; 0.
    /// </summary>
    /// <param name="forecast">[..., quantiles]</param>
    /// <param name="target">[...], the observed values.</param>
    /// <param name="quantiles">The probabilities τ, each between 0 and 1.</param>
    /// <exception cref="ArgumentException">A probability is out of range, or the shapes do not match.</exception>
    public static Tensor PinballLoss(Tensor forecast, Tensor target, params IReadOnlyList<double> quantiles)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(quantiles);
        if (quantiles.Count == 0 || quantiles.Any(static quantile => !(quantile > 0 && quantile < 1)))
            throw new ArgumentException($"Quantiles are probabilities between 0 and 1; these are [{string.Join(", ", quantiles.Select(Figures.Loss))}].", nameof(quantiles));
        if (!forecast.shape.AsSpan().SequenceEqual([.. target.shape, quantiles.Count]))
            throw new ArgumentException($"Forecasts of {quantiles.Count.Invariant()} quantiles of [{string.Join(", ", target.shape)}] are [{string.Join(", ", [.. target.shape, quantiles.Count])}]; these are [{string.Join(", ", forecast.shape)}].", nameof(forecast));

        using var scope = NewDisposeScope();
        var error = target.unsqueeze(-1) - forecast;
        var probability = tensor(quantiles.ToArray(), dtype: forecast.dtype, device: forecast.device);
        return maximum(probability * error, probability.sub(Scalars.One) * error).mean().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Sorts quantiles that were predicted independently and may cross (Chernozhukov, Fernández-Val and Galichon,
    /// "Quantile and Probability Curves Without Crossing", 2010).
    /// </summary>
    /// <param name="forecast">[..., quantiles], by increasing probability.</param>
    public static Tensor Rearranged(Tensor forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        var (values, indices) = sort(forecast, -1);
        indices.Dispose();
        return values;
    }

    /// <summary>
    /// The coverage of the prediction interval between the lowest and the highest quantile: the fraction of observed values in it, ideally 0.8
    /// for the quantiles 0.1 and 0.9.
    /// </summary>
    /// <param name="forecast">[..., quantiles], by increasing probability, at least two.</param>
    /// <param name="target">[...], the observed values.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or there are fewer than two quantiles.</exception>
    public static double Coverage(Tensor forecast, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(target);
        if (forecast.dim() == 0 || forecast.size(-1) < 2 || !forecast.shape.AsSpan(..^1).SequenceEqual(target.shape))
            throw new ArgumentException($"The prediction interval of targets [{string.Join(", ", target.shape)}] must be [{string.Join(", ", [.. target.shape.Cast<object>(), "quantiles"])}] of at least two quantiles; this one is [{string.Join(", ", forecast.shape)}].", nameof(forecast));

        using var scope = NewDisposeScope();
        var inside = target.ge(forecast.select(-1, 0)).logical_and(target.le(forecast.select(-1, -1)));
        return inside.to(ScalarType.Float64).mean().item<double>();
    }
}
