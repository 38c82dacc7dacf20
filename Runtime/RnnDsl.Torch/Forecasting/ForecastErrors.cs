using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>How far forecasts are from what came.</summary>
/// <param name="Mse">The mean of (forecast - truth)² over all windows, steps and columns.</param>
/// <param name="Mae">The mean of |forecast - truth|.</param>
/// <param name="MseByStep">The first by how many steps ahead it was told, from 1 on.</param>
public sealed record ForecastErrors(double Mse, double Mae, IReadOnlyList<double> MseByStep)
{
    /// <summary>Of all windows.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="forecast">From a history [batch, history, columns] to [batch, horizon, columns]. Called without gradients.</param>
    /// <param name="batchSize">How many windows are told at once.</param>
    /// <exception cref="ArgumentException">A forecast has another shape than the futures.</exception>
    public static ForecastErrors Of(SlidingWindows windows, Func<Tensor, Tensor> forecast, int batchSize = 500)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        using var quiet = no_grad();
        var (squares, absolute, columns) = (new double[windows.Horizon], 0d, 1L);
        for (var start = 0; start < windows.Count; start += batchSize)
        {
            using var scope = NewDisposeScope();
            var (history, future) = windows.Batch(start, batchSize);
            var predicted = forecast(history);
            if (!predicted.shape.AsSpan().SequenceEqual(future.shape))
                throw new ArgumentException($"A forecast of the futures [{string.Join(", ", future.shape)}] (batch, horizon, columns) has their shape; this one is [{string.Join(", ", predicted.shape)}].", nameof(forecast));
            var error = (predicted - future).to(ScalarType.Float64);
            columns = error.size(2);
            absolute += error.abs().sum().item<double>();
            foreach (var (step, sum) in error.pow(Scalars.Two).sum([0, 2]).cpu().data<double>().Index())
                squares[step] += sum;
        }

        var ofStep = (double)windows.Count * columns;
        return new(squares.Sum() / (ofStep * windows.Horizon), absolute / (ofStep * windows.Horizon), Array.ConvertAll(squares, sum => sum / ofStep));
    }
}
