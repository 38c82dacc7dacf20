using RnnDsl.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>A network with its weights that tells what comes after a window of standardised series.</summary>
/// <param name="module">What is trained.</param>
internal abstract class Forecaster(nn.Module module) : IDisposable
{
    public nn.Module Module { get; } = module;

    /// <summary>One number to train on.</summary>
    public abstract Tensor Loss(ForecastBatch batch);

    /// <summary>The likeliest future.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">How many steps to tell.</param>
    /// <returns>[batch, horizon, columns]</returns>
    public abstract Tensor Points(Tensor history, int horizon);

    /// <summary>Below which numbers the future lies with the probabilities that were asked for.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">How many steps to tell.</param>
    /// <returns>[batch, horizon, columns, quantiles]</returns>
    public abstract Tensor Quantiles(Tensor history, int horizon);

    public virtual void Dispose() => Module.Dispose();
}
