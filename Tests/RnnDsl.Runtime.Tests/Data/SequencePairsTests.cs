using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class SequencePairsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void Sentences_of_a_batch_are_padded_after_their_end_tokens()
    {
        var pairs = new SequencePairs([([5, 6, 7], [8]), ([5], [9, 10]), ([], [])]);
        Assert.Equal([(4, 2), (2, 3), (1, 1)], pairs.Lengths);

        var batch = pairs.Batch([1, 0, 2]);
        Assert.Equal("5 3 0 0 | 5 6 7 3 | 3 0 0 0", Rows(batch.Source));
        Assert.Equal("2 9 10 | 2 8 0 | 2 0 0", Rows(batch.Inputs));
        Assert.Equal("9 10 3 | 8 3 0 | 3 0 0", Rows(batch.Targets));
        Assert.Equal([2, 4, 1], batch.SourceLengths.data<long>());
        Assert.Equal([3, 2, 1], batch.TargetLengths.data<long>());
        Assert.All(new[] { batch.Source, batch.SourceLengths, batch.Inputs, batch.Targets, batch.TargetLengths }, static tensor => Assert.Equal(ScalarType.Int64, tensor.dtype));
    }

    [Fact]
    public void Sources_have_no_end_token_if_sourceEnd_is_false()
    {
        var pairs = new SequencePairs([([5, 6], [8])], sourceEnd: false);
        Assert.Equal("5 6", Rows(pairs.Batch([0]).Source));
        Assert.Equal([(2, 2)], pairs.Lengths);
        Assert.Contains("at least one pair", Assert.Throws<ArgumentException>(() => pairs.Batch([])).Message);
    }

    [Fact]
    public void Batches_are_disposed_explicitly_or_with_their_scope()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var pairs = new SequencePairs([([5, 6], [8])]);
        using (NewDisposeScope())
            pairs.Batch([0, 0]);
        pairs.Batch([0]).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static string Rows(Tensor tensor) =>
        string.Join(" | ", tensor.data<long>().ToArray().Chunk((int)tensor.size(1)).Select(static row => string.Join(' ', row)));

    public void Dispose() => _scope.Dispose();
}
