using CsCheck;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class SentencePairSplitTests
{
    [Fact]
    public void Pairs_connected_by_source_or_target_are_in_the_same_split()
    {
        // "Cours !" - "Run!" - "Courez !" - "Hurry up!" - "Dépêchez-vous !" are one group of three sources.
        SentencePair[] pairs =
        [
            new("Cours !", "Run!"), new("Courez !", "Run."), new("courez", "Hurry up!"), new("Dépêchez-vous !", "Hurry up!"), new("Va.", "Go."), new("Non.", "No."),
        ];
        // With this seed the group of three is drawn first; of two sources, it is passed over.
        var split = SentencePairSplit.Create(pairs, heldOut: 3, seed: 1);
        Assert.Equal(["Va.", "Non."], split.Training.Select(static pair => pair.Source));
        Assert.Equal(["Cours !", "Courez !", "Dépêchez-vous !"], split.HeldOut.Select(static sentence => sentence.Source));
        Assert.Equal(["Run.", "Hurry up!"], split.HeldOut[1].References);
        Assert.Equal(4, SentencePairSplit.Create(pairs, heldOut: 2, seed: 1).Training.Count);
    }

    [Fact]
    public void Splits_do_not_share_sentences_and_keep_all_pairs()
    {
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30]).Select(static pair => new SentencePair($"s{pair.Item1}!", $"T{pair.Item2}.")).Array[1, 40].Select(Gen.Int[0, 6], Gen.Long).Sample((pairs, heldOut, seed) =>
        {
            SentencePairSplit split;
            try
            {
                split = SentencePairSplit.Create(pairs, heldOut, seed);
            }
            catch (ArgumentException)
            {
                return;
            }

            Assert.Equal(heldOut, split.HeldOut.Count);
            Assert.Equal(split.HeldOut.Count, split.HeldOut.Select(static sentence => sentence.Source).Distinct().Count());
            Assert.Empty(split.Training.Select(static pair => pair.Source).Intersect(split.HeldOut.Select(static sentence => sentence.Source)));
            Assert.Empty(split.Training.Select(static pair => pair.Target).Intersect(split.HeldOut.SelectMany(static sentence => sentence.References)));
            Assert.Equal(
                pairs.Distinct().OrderBy(static pair => (pair.Source, pair.Target)),
                split.Training.Concat(split.HeldOut.SelectMany(static sentence => sentence.References.Select(target => new SentencePair(sentence.Source, target)))).Distinct().OrderBy(static pair => (pair.Source, pair.Target)));
        });
    }

    [Fact]
    public void Split_depends_on_the_seed()
    {
        SentencePair[] pairs = [.. Enumerable.Range(0, 100).Select(static i => new SentencePair($"s{i}", $"t{i}"))];
        var first = SentencePairSplit.Create(pairs, 10, seed: 1).HeldOut.Select(static sentence => sentence.Source).ToArray();
        Assert.Equal(first, SentencePairSplit.Create(pairs, 10, seed: 1).HeldOut.Select(static sentence => sentence.Source));
        Assert.NotEqual(first, SentencePairSplit.Create(pairs, 10, seed: 2).HeldOut.Select(static sentence => sentence.Source));
        Assert.Empty(SentencePairSplit.Create(pairs, 0, seed: 1).HeldOut);
    }

    [Fact]
    public void Test_split_larger_than_the_data_is_an_error()
    {
        SentencePair[] pairs = [new("a", "x"), new("b", "x"), new("c", "y")];
        Assert.Contains("3 source sentences cannot be held out: there are 3, in 2 connected groups", Assert.Throws<ArgumentException>(() => SentencePairSplit.Create(pairs, 3, 1)).Message);
        Assert.Throws<ArgumentException>(() => SentencePairSplit.Create([], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SentencePairSplit.Create(pairs, -1, 1));
    }
}
