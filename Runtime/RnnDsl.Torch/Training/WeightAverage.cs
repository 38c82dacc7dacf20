using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// An exponential moving average of weights over the steps of a training, often better than the last weights, which vary from
/// batch to batch: B. Polyak and A. Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992; with the decay and
/// bias correction of D. Kingma and J. Ba, "Adam", 2015, section 7.2.
/// </summary>
/// <remarks>After step t the average is the mean of the weights after the steps 1 to t, those after step s weighted by decay^(t - s).</remarks>
public sealed class WeightAverage : IDisposable
{
    private readonly List<(Parameter Weight, Tensor Mean)> _means;
    private readonly double _decay;

    /// <summary>Starts an average at the current weights.</summary>
    /// <param name="weights">The weights, on their devices.</param>
    /// <param name="decay">Above 0 and below 1; the average covers about 1 / (1 - decay) steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is not above 0 and below 1.</exception>
    public WeightAverage(IEnumerable<Parameter> weights, double decay)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Check(decay);
        _decay = decay;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _means = [.. weights.Select(static weight => (weight, weight.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>Adds the weights after a step.</summary>
    /// <param name="step">The step, counted from 1.</param>
    public void Add(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        using var quiet = no_grad();
        var share = (1 - _decay) / (1 - Math.Pow(_decay, step));
        using Scalar ofWeight = share;
        using Scalar ofMean = 1 - share;
        foreach (var (weight, mean) in _means)
            mean.mul_(ofMean).add_(weight, ofWeight);
    }

    /// <summary>Restarts the average at the current weights.</summary>
    public void Begin()
    {
        using var quiet = no_grad();
        foreach (var (weight, mean) in _means)
            mean.copy_(weight);
    }

    /// <summary>Exchanges the weights with their average, in place; a second call restores them. The weight tensors remain the same objects.</summary>
    public void Exchange()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var (weight, mean) in _means)
        {
            var kept = weight.clone();
            weight.copy_(mean);
            mean.copy_(kept);
        }
    }

    /// <summary>Exchanges the weights with their average until disposed.</summary>
    public IDisposable InUse()
    {
        Exchange();
        return new Use(this);
    }

    /// <summary>Disposes the averages.</summary>
    public void Dispose()
    {
        foreach (var (_, mean) in _means)
            mean.Dispose();
    }

    internal static void Check(double decay)
    {
        if (!(decay is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(decay), string.Create(CultureInfo.InvariantCulture, $"The decay of an average is {decay}; it must be above 0 and below 1, such as 0.999."));
    }

    private sealed class Use(WeightAverage average) : IDisposable
    {
        public void Dispose() => average.Exchange();
    }
}
