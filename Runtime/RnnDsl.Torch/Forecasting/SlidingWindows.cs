using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Every window of some series of which the future lies within a range of rows, each a step later than the one before. The history may reach back
/// before the range, as it does when a forecast is made in earnest.
/// </summary>
public sealed class SlidingWindows : IDisposable
{
    private readonly Tensor _windows; // [windows, columns, history + horizon], a view of the series

    /// <summary>Lays windows over the series.</summary>
    /// <param name="series">[rows, columns], the earliest row first. It is not copied, and must outlive the windows.</param>
    /// <param name="history">How many rows are known.</param>
    /// <param name="horizon">How many rows follow.</param>
    /// <param name="futures">The rows in which the futures lie.</param>
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
                $"No window fits: rows {start.Invariant()} to {(start + length - 1).Invariant()} cannot hold {horizon.Invariant()} of a future that begins at row {FirstFuture.Invariant()} or later, after {history.Invariant()} of history.",
                nameof(futures));
        }

        using var scope = NewDisposeScope();
        _windows = series.narrow(0, FirstFuture - history, Count + history + horizon - 1).unfold(0, history + horizon, 1).DetachFromDisposeScope();
        (History, Horizon) = (history, horizon);
    }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>The row of the series at which the first window's future begins.</summary>
    public int FirstFuture { get; }

    /// <summary>How many rows of a window are known.</summary>
    public int History { get; }

    /// <summary>How many rows follow.</summary>
    public int Horizon { get; }

    /// <summary>The windows of the given numbers.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    public ForecastBatch Batch(ReadOnlySpan<long> numbers)
    {
        using var scope = NewDisposeScope();
        return Split(_windows.index_select(0, tensor(numbers.ToArray(), device: _windows.device)));
    }

    /// <summary>Windows that follow each other, fewer where they end.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    public ForecastBatch Batch(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
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
