using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>Forecast errors.</summary>
/// <param name="Mse">The mean of (forecast - truth)² over all windows, steps and columns.</param>
/// <param name="Mae">The mean of |forecast - truth|.</param>
/// <param name="MseByStep">The mean squared error of each step ahead, from 1 on.</param>
public sealed record ForecastErrors(double Mse, double Mae, IReadOnlyList<double> MseByStep)
{
    /// <summary>The errors over all windows.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="forecast">Maps a lookback window [batch, history, columns] to [batch, horizon, columns]. Called in no-grad mode.</param>
    /// <param name="batchSize">The number of windows per call.</param>
    /// <exception cref="ArgumentException">The shape of a forecast differs from that of the futures.</exception>
    public static ForecastErrors Of(SlidingWindows windows, Func<Tensor, Tensor> forecast, int batchSize = 500)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        using var noGrad = no_grad();
        var (squares, absolute, columns) = (new double[windows.Horizon], 0d, 1L);
        for (var start = 0; start < windows.Count; start += batchSize)
        {
            using var scope = NewDisposeScope();
            var (history, future) = windows.Batch(start, batchSize);
            var predicted = forecast(history);
            if (!predicted.shape.AsSpan().SequenceEqual(future.shape))
                throw new ArgumentException($"A forecast must be [{string.Join(", ", future.shape)}] (batch, horizon, columns); this one is [{string.Join(", ", predicted.shape)}].", nameof(forecast));
            var error = (predicted - future).to(ScalarType.Float64);
            columns = error.size(2);
            absolute += error.abs().sum().item<double>();
            foreach (var (step, sum) in error.pow(Scalars.Two).sum([0, 2]).cpu().data<double>().Index())
                squares[step] += sum;
        }

        var ofStep = (double)windows.Count * columns;
        return new(squares.Sum() / (ofStep * windows.Horizon), absolute / (ofStep * windows.Horizon), Array.ConvertAll(squares, sum => sum / ofStep));
    }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Mse), Mse), (nameof(Mae), Mae), (nameof(MseByStep), MseByStep));
}
