using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>
/// All windows of a series whose future is within a range of rows, each one step after the previous. The lookback window may start
/// before the range, as in actual use.
/// </summary>
public sealed class SlidingWindows : IDisposable
{
    private readonly Tensor _windows; // [windows, columns, history + horizon], a view of the series

    /// <summary>The windows of a series.</summary>
    /// <param name="series">[rows, columns], in chronological order. Not copied; it must outlive the windows.</param>
    /// <param name="history">The lookback window in rows.</param>
    /// <param name="horizon">The horizon in rows.</param>
    /// <param name="futures">The rows of the futures.</param>
    /// <exception cref="ArgumentException">There is no such window.</exception>
    public SlidingWindows(Tensor series, int history, int horizon, Range futures)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(history);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        if (series.dim() != 2)
            throw new ArgumentException($"Series are [rows, columns]; these are [{string.Join(", ", series.shape)}].", nameof(series));

        var (start, length) = futures.GetOffsetAndLength((int)series.size(0));
        FirstFuture = Math.Max(start, history);
        Count = start + length - FirstFuture - horizon + 1;
        if (Count < 1)
        {
            throw new ArgumentException(
                $"No window fits: rows {start.Invariant()} to {(start + length - 1).Invariant()} cannot hold {horizon.Invariant()} of a future that starts at row {FirstFuture.Invariant()} or later, after {history.Invariant()} of history.",
                nameof(futures));
        }

        using var scope = NewDisposeScope();
        _windows = series.narrow(0, FirstFuture - history, Count + history + horizon - 1).unfold(0, history + horizon, 1).DetachFromDisposeScope();
        (History, Horizon) = (history, horizon);
    }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>The row of the series at which the first window's future starts.</summary>
    public int FirstFuture { get; }

    /// <summary>The lookback window in rows.</summary>
    public int History { get; }

    /// <summary>The horizon in rows.</summary>
    public int Horizon { get; }

    /// <summary>The windows of the given indices.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no window of an index.</exception>
    public ForecastBatch Batch(ReadOnlySpan<long> indices)
    {
        Indices.Check(indices, Count, "windows");
        using var scope = NewDisposeScope();
        return Split(_windows.index_select(0, tensor(indices.ToArray(), device: _windows.device)));
    }

    /// <summary>Consecutive windows; fewer at the end.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no window at the start, or the count is not above 0.</exception>
    public ForecastBatch Batch(int start, int count)
    {
        Indices.Check(start, Count, "windows");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using var scope = NewDisposeScope();
        return Split(_windows.narrow(0, start, Math.Min(count, Count - start)));
    }

    /// <inheritdoc/>
    public void Dispose() => _windows.Dispose();

    private ForecastBatch Split(Tensor windows)
    {
        var steps = windows.transpose(1, 2);
        return new(
            steps.narrow(1, 0, History).contiguous().MoveToOuterDisposeScope(),
            steps.narrow(1, History, Horizon).contiguous().MoveToOuterDisposeScope());
    }
}
