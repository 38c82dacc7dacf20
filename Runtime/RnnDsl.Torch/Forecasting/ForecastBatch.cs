using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>A batch of windows of a series.</summary>
/// <param name="History">The lookback windows, [batch, history, columns].</param>
/// <param name="Future">The steps after them, [batch, horizon, columns].</param>
public readonly record struct ForecastBatch(Tensor History, Tensor Future);
