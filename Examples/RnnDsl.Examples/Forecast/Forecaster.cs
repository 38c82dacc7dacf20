using RnnDsl.Forecasting;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>A forecasting model of standardised series.</summary>
/// <param name="module">The trained module.</param>
internal abstract class Forecaster(nn.Module module) : IDisposable
{
    public nn.Module Module { get; } = module;

    /// <summary>The training loss.</summary>
    public abstract Tensor Loss(ForecastBatch batch);

    /// <summary>Point forecast.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">Forecast horizon, in steps.</param>
    /// <returns>[batch, horizon, columns]</returns>
    public abstract Tensor Points(Tensor history, int horizon);

    /// <summary>Quantile forecast.</summary>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">Forecast horizon, in steps.</param>
    /// <returns>[batch, horizon, columns, quantiles]</returns>
    public abstract Tensor Quantiles(Tensor history, int horizon);

    public virtual void Dispose() => Module.Dispose();
}
