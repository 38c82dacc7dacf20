using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Windows of a series, side by side.</summary>
/// <param name="History">What is known, [batch, history, columns].</param>
/// <param name="Future">What comes then, [batch, horizon, columns].</param>
public readonly record struct ForecastBatch(Tensor History, Tensor Future);
