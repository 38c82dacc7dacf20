using CsCheck;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class LengthBucketsTests
{
    private static readonly (int Source, int Target)[] Lengths = Sentences(5_000);

    [Theory]
    [InlineData(64, null)]
    [InlineData(null, 1_000)]
    public void Each_epoch_contains_every_item_once_in_its_own_order(int? pairs, int? tokens)
    {
        var buckets = new LengthBuckets(Lengths, Size(pairs, tokens), seed: 7);
        var epochs = Enumerable.Range(0, 3).Select(epoch => Epoch(buckets, epoch)).ToArray();
        Assert.All(epochs, static epoch => Assert.Equal(Enumerable.Range(0, Lengths.Length).Select(static item => (long)item), epoch.SelectMany(static batch => batch).Order()));
        Assert.Equal(3, epochs.Select(static epoch => string.Join(' ', epoch[0])).Distinct().Count());

        // Not only the batches' order is another: who is in a batch with whom is drawn as well.
        Assert.True(epochs[0].Select(Key).Intersect(epochs[1].Select(Key)).Count() < epochs[0].Length / 4);

        static string Key(long[] batch) => string.Join(' ', batch.Order());
    }

    [Fact]
    public void Batch_of_a_step_does_not_depend_on_previous_calls()
    {
        var whole = new LengthBuckets(Lengths, BatchSize.Pairs(64), seed: 3);
        var expected = Enumerable.Range(1, 200).Select(step => whole.At(step).ToArray()).ToArray();
        Assert.Equal(expected[124], new LengthBuckets(Lengths, BatchSize.Pairs(64), seed: 3).At(125).ToArray());
        Assert.Equal(expected[2], whole.At(3).ToArray());
        Assert.NotEqual(expected[0], new LengthBuckets(Lengths, BatchSize.Pairs(64), seed: 4).At(1).ToArray());
    }

    [Fact]
    public void Padding_ratio_is_small()
    {
        var buckets = new LengthBuckets(Lengths, BatchSize.Pairs(32), seed: 1);
        var (real, places, mixed) = (0L, 0L, 0L);
        foreach (var batch in Epoch(buckets, 0))
        {
            real += batch.Sum(static item => Lengths[item].Source + Lengths[item].Target);
            places += batch.Length * (batch.Max(static item => Lengths[item].Source) + batch.Max(static item => Lengths[item].Target));
        }

        foreach (var batch in Enumerable.Range(0, Lengths.Length).Chunk(32))
            mixed += batch.Length * (batch.Max(static item => Lengths[item].Source) + batch.Max(static item => Lengths[item].Target));
        Assert.Equal(1 - ((double)real / places), buckets.PaddingShare, 1e-12);
        Assert.InRange(buckets.PaddingShare, 0, 0.08);
        Assert.True(1 - ((double)real / mixed) > 0.3);
    }

    [Fact]
    public void Batches_fill_the_token_limit_without_exceeding_it()
    {
        var buckets = new LengthBuckets(Lengths, BatchSize.Tokens(600), seed: 1);
        var batches = Epoch(buckets, 0).Select(static batch => (Rows: batch.Length, Longest: batch.Max(static item => Math.Max(Lengths[item].Source, Lengths[item].Target)))).ToArray();
        Assert.All(batches, static batch => Assert.True(batch.Rows * batch.Longest <= 600 || batch.Rows == 1));
        Assert.True(batches.Count(static batch => batch.Rows * batch.Longest > 500) > 0.8 * batches.Length);
    }

    [Fact]
    public void Every_item_occurs_for_any_lengths()
    {
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40]).Array[1, 80].Select(Gen.Int[1, 200]).Sample((lengths, size) =>
        {
            foreach (var buckets in new[] { new LengthBuckets(lengths, BatchSize.Pairs(size), 1), new LengthBuckets(lengths, BatchSize.Tokens(size), 1) })
            {
                Assert.Equal(Enumerable.Range(0, lengths.Length).Select(static item => (long)item), Epoch(buckets, 1).SelectMany(static batch => batch).Order());
                Assert.InRange(buckets.PaddingShare, 0, 1);
            }
        });
    }

    [Fact]
    public void Invalid_lengths_and_batch_sizes_are_errors()
    {
        Assert.Contains("no sequence to make batches of", Assert.Throws<ArgumentException>(() => new LengthBuckets([], BatchSize.Pairs(1), 1)).Message);
        Assert.Contains("below 0", Assert.Throws<ArgumentException>(() => new LengthBuckets([(1, -1)], BatchSize.Pairs(1), 1)).Message);
        Assert.Equal(("64 pairs", "4,000 tokens"), (BatchSize.Pairs(64).ToString(), BatchSize.Tokens(4_000).ToString()));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchSize.Tokens(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BatchSize.Pairs(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LengthBuckets([(1, 1)], BatchSize.Pairs(1), 1).At(0).Length);
    }

    private static BatchSize Size(int? pairs, int? tokens) => pairs is { } count ? BatchSize.Pairs(count) : BatchSize.Tokens(tokens!.Value);

    private static long[][] Epoch(LengthBuckets buckets, int epoch) =>
        [.. Enumerable.Range(1, (int)buckets.StepsPerEpoch).Select(step => buckets.At((epoch * buckets.StepsPerEpoch) + step).ToArray())];

    /// <summary>Sentences of up to some thirty words, most of them short, and translations of about that length.</summary>
    private static (int Source, int Target)[] Sentences(int count)
    {
        var random = new RandomSource(5);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var target = 2 + (int)(-4 * Math.Log(1 - random.NextDouble()));
            return (Math.Max(1, target + (int)random.NextInt64(5) - 2), target);
        })];
    }
}
