using RnnDsl.Torch;
using TorchSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class TaggedSequencesTests
{
    [Fact]
    public void A_batch_is_padded_to_its_longest_with_labels_that_the_loss_ignores()
    {
        using var scope = torch.NewDisposeScope();
        var sequences = new TaggedSequences([([5, 6, 7], [1, 0, 2]), ([8], [3]), ([9, 4], [1, TaggedSequences.IgnoredLabel])]);
        Assert.Equal([3, 1, 2], sequences.Lengths);
        Assert.Equal(3, sequences.Count);
        Assert.Equal([1, 0, 2], sequences.LabelsOf(0).ToArray());

        var batch = sequences.Batch([2, 1]);
        Assert.Equal([2L, 2L], batch.Tokens.shape);
        Assert.Equal([2L, 2L], batch.Labels.shape);
        Assert.Equal([9, 4, 8, SpecialTokens.Padding], batch.Tokens.data<long>().ToArray());
        Assert.Equal([2, 1], batch.Lengths.data<long>().ToArray());
        Assert.Equal([1, -100, 3, -100], batch.Labels.data<long>().ToArray());

        // The loss is the same with the lengths and without them: padding has the label that it ignores.
        var scores = torch.randn(2, 2, 4);
        Assert.Equal(
            ModelLoss.Classify(scores, batch.Labels, "Tagger", batch.Lengths).item<float>(),
            ModelLoss.Classify(scores, batch.Labels, "Tagger").item<float>());
    }

    [Fact]
    public void All_batches_hold_each_sequence_once_the_short_ones_first()
    {
        using var scope = torch.NewDisposeScope();
        var sequences = new TaggedSequences([([5, 6, 7], [1, 0, 2]), ([8], [3]), ([9, 4], [1, 1])]);
        Assert.Equal([[1, 2], [3]], sequences.Batches(2).Select(static batch => batch.Lengths.data<long>().ToArray()));
        Assert.Throws<ArgumentOutOfRangeException>(() => sequences.Batches(0));
    }

    [Fact]
    public void Sequences_without_tokens_or_with_another_number_of_labels_are_named()
    {
        Assert.StartsWith("Sequence 1 (counted from 0) is empty.", Assert.Throws<ArgumentException>(() => new TaggedSequences([([5], [0]), ([], [])])).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Sequence 2 (counted from 0) has 3 tokens and 2 labels. Give each token a label, and IgnoredLabel (-100) to those that do not count.",
            Assert.Throws<ArgumentException>(() => new TaggedSequences([([5], [0]), ([5], [0]), ([5, 6, 7], [0, 1])])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TaggedSequences([([5], [0])]).Batch([]));
    }
}
