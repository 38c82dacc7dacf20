using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

public sealed class CellStepTests
{
    [Fact]
    public void Garbage_collection_during_a_Step_does_not_change_the_output()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var lstm = nn.LSTM(3, 4, numLayers: 2);
        var weights = KernelWeights.Of(lstm);
        var (input, hidden, cell) = (ones(2, 3), zeros(2, 2, 4), zeros(2, 2, 4));
        var expected = CellStep.Lstm(input, hidden, cell, weights, dropout: 0.3).Output;

        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var step = 0; step < 1_000; step++)
            {
                using var inner = NewDisposeScope();
                Assert.True(expected.Equals(CellStep.Lstm(input, hidden, cell, weights, dropout: 0.3).Output));
            }
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
        GC.KeepAlive(lstm);
    }
}
