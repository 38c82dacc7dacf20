using RnnDsl.Torch;
using TorchSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class LabelledSequencesTests
{
    [Fact]
    public void Batch_is_padded_to_its_longest_sequence()
    {
        using var scope = torch.NewDisposeScope();
        var sequences = new LabelledSequences([([5, 6, 7], 1), ([8], 0), ([9, 4], 1)]);
        Assert.Equal([3, 1, 2], sequences.Lengths);
        var batch = sequences.Batch([2, 1]);
        Assert.Equal([2L, 2L], batch.Tokens.shape);
        Assert.Equal([9, 4, 8, SpecialTokens.Padding], batch.Tokens.data<long>().ToArray());
        Assert.Equal([2, 1], batch.Lengths.data<long>().ToArray());
        Assert.Equal([1, 0], batch.Labels.data<long>().ToArray());
    }

    [Fact]
    public void ByLength_returns_each_sequence_once_and_the_shortest_first()
    {
        var sequences = new LabelledSequences([([5, 6, 7], 1), ([8], 0), ([9, 4], 1)]);
        Assert.Equal([[1, 2], [0]], sequences.ByLength(2));
    }

    [Fact]
    public void Length_buckets_hold_each_sequence_once_per_epoch()
    {
        int[] lengths = [.. Enumerable.Range(0, 100).Select(static item => 1 + (item * 7 % 30))];
        var buckets = LengthBuckets.OfSequences(lengths, BatchSize.Pairs(16), seed: 3);
        var seen = Enumerable.Range(1, (int)buckets.StepsPerEpoch).Select(step => buckets.At(step).ToArray()).ToList();
        Assert.Equal(Enumerable.Range(0, 100).Select(static item => (long)item), seen.SelectMany(static batch => batch).Order());
        Assert.All(seen, batch => Assert.InRange(batch.Max(item => lengths[item]) - batch.Min(item => lengths[item]), 0, 6));
    }

    [Fact]
    public void Empty_sequence_and_empty_batch_are_errors()
    {
        Assert.StartsWith("Sequence 1 (counted from 0) is empty.", Assert.Throws<ArgumentException>(() => new LabelledSequences([([5], 0), ([], 1)])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LabelledSequences([([5], 0)]).Batch([]));
    }
}
