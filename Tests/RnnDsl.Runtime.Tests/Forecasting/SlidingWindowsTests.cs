using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

public sealed class SlidingWindowsTests
{
    [Fact]
    public void Futures_lie_in_the_range_and_histories_may_precede_it()
    {
        using var scope = NewDisposeScope();
        var series = Counting(rows: 20);
        using var windows = new SlidingWindows(series, history: 4, horizon: 3, futures: 10..16);
        Assert.Equal((4, 10), (windows.Count, windows.FirstFuture));

        var (history, future) = windows.Batch([0L, 3L]);
        Assert.Equal([2L, 4, 2], history.shape);
        Assert.Equal([6f, 7, 8, 9, 9, 10, 11, 12], history.select(2, 0).contiguous().data<float>());
        Assert.Equal([10f, 11, 12, 13, 14, 15], future.select(2, 0).contiguous().data<float>());
        Assert.Equal(future.select(2, 0) + 100, future.select(2, 1));

        // The same one after the other, and the last ones where they end.
        Assert.Equal(future, cat([windows.Batch(0, 1).Future, windows.Batch(3, 10).Future]));
    }

    [Fact]
    public void First_window_starts_after_a_full_history()
    {
        using var scope = NewDisposeScope();
        using var windows = new SlidingWindows(Counting(rows: 20), history: 4, horizon: 3, futures: ..12);
        Assert.Equal((6, 4), (windows.Count, windows.FirstFuture));
        Assert.Equal(0, windows.Batch(0, 1).History[0, 0, 0].item<float>());
    }

    [Fact]
    public void Range_without_a_window_is_an_error()
    {
        using var scope = NewDisposeScope();
        var message = Assert.Throws<ArgumentException>(() => new SlidingWindows(Counting(rows: 20), history: 15, horizon: 3, futures: 10..17)).Message;
        Assert.Contains("rows 10 to 16 cannot hold 3 of a future that starts at row 15 or later, after 15 of history", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SlidingWindows(zeros(20), history: 2, horizon: 3, futures: ..));
    }

    /// <summary>[rows, 2]: a row's number, and a hundred more.</summary>
    private static Tensor Counting(int rows) => stack([arange(rows), arange(rows) + 100], 1).to(ScalarType.Float32);
}
