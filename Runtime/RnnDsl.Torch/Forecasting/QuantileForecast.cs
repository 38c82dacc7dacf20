using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Forecasts that tell below which number the truth will lie with which probability.</summary>
public static class QuantileForecast
{
    /// <summary>
    /// The pinball loss, least where each number is the quantile that it is meant to be (Koenker and Bassett, "Regression Quantiles", 1978): with
    /// e = target - forecast, the mean of τ e where e ≥ 0 and (τ - 1) e where e &lt; 0.
    /// </summary>
    /// <param name="forecast">[..., quantiles]</param>
    /// <param name="target">[...], the truth.</param>
    /// <param name="quantiles">The probabilities τ, each between 0 and 1.</param>
    /// <exception cref="ArgumentException">A probability is out of its range, or the shapes do not go together.</exception>
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
    /// Quantiles of the same thing in their order, where each was told by itself and some have crossed (Chernozhukov, Fernández-Val and Galichon,
    /// "Quantile and Probability Curves Without Crossing", 2010).
    /// </summary>
    /// <param name="forecast">[..., quantiles], by rising probability.</param>
    public static Tensor Rearranged(Tensor forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        var (values, places) = sort(forecast, -1);
        places.Dispose();
        return values;
    }

    /// <summary>The share of truths between the lowest and the highest quantile: 0.8 is right for 0.1 and 0.9.</summary>
    /// <param name="forecast">[..., quantiles], by rising probability, at least two.</param>
    /// <param name="target">[...], the truth.</param>
    /// <exception cref="ArgumentException">The shapes do not go together, or there is no band between two quantiles.</exception>
    public static double Coverage(Tensor forecast, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(target);
        if (forecast.dim() == 0 || forecast.size(-1) < 2 || !forecast.shape.AsSpan(..^1).SequenceEqual(target.shape))
            throw new ArgumentException($"A band of the targets [{string.Join(", ", target.shape)}] is [{string.Join(", ", [.. target.shape.Cast<object>(), "quantiles"])}] of at least two quantiles; this one is [{string.Join(", ", forecast.shape)}].", nameof(forecast));

        using var scope = NewDisposeScope();
        var inside = target.ge(forecast.select(-1, 0)).logical_and(target.le(forecast.select(-1, -1)));
        return inside.to(ScalarType.Float64).mean().item<double>();
    }
}
