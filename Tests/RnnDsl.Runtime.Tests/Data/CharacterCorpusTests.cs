using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class CharacterCorpusTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    [Fact]
    public void First_90_percent_are_training_text_and_the_rest_is_validation_text()
    {
        using var corpus = new CharacterCorpus("abcdefghij" + "klmnopqrst" + "x");
        Assert.Equal((18, 3), (corpus.Training.Length, corpus.Validation.Length));
        Assert.Equal(21, corpus.Vocabulary.Count);
        var batch = corpus.Validation.Streams(1, 10).Single();
        Assert.Equal("st", corpus.Vocabulary.Decode(batch.Inputs.cpu().data<long>().ToArray()));
        Assert.Equal("tx", corpus.Vocabulary.Decode(batch.Targets.cpu().data<long>().ToArray()));
    }

    [Fact]
    public void Split_of_tiny_Shakespeare_equals_the_published_one()
    {
        using var corpus = new CharacterCorpus(new string('a', 1_115_394));
        Assert.Equal((1_003_854, 111_540), (corpus.Training.Length, corpus.Validation.Length));
    }

    [Fact]
    public void Targets_are_inputs_shifted_by_one_and_windows_cover_the_text()
    {
        using var sequence = Counting(20);
        var random = new RandomSource(1);
        var starts = new HashSet<long>();
        for (var i = 0; i < 40; i++)
        {
            using var scope = NewDisposeScope();
            var (inputs, targets) = sequence.Batch(random, batchSize: 8, sequenceLength: 5);
            Assert.Equal([8, 5], inputs.shape);
            Assert.True(inputs.is_contiguous() && targets.is_contiguous());
            Assert.Equal(ScalarType.Int64, inputs.dtype);
            Assert.True((targets - inputs).eq(1).all().item<bool>());
            foreach (var start in inputs.select(1, 0).cpu().data<long>())
                starts.Add(start);
        }

        // The window that starts at 14 ends with the last token, 19, as its last target.
        Assert.Equal(Enumerable.Range(0, 15).Select(i => (long)i), starts.Order());
    }

    [Fact]
    public void Equal_random_states_give_equal_batches()
    {
        using var sequence = Counting(1_000);
        var random = new RandomSource(3);
        var state = random.State;
        var first = sequence.Batch(random, 4, 10);
        var second = sequence.Batch(random, 4, 10);
        var again = sequence.Batch(new RandomSource(state), 4, 10);
        Assert.True(first.Inputs.eq(again.Inputs).all().item<bool>());
        Assert.False(first.Inputs.eq(second.Inputs).all().item<bool>());
    }

    [Theory]
    [InlineData(101, 4, 10, 100, 0, 3)]
    [InlineData(101, 1, 10, 100, 0, 10)]
    [InlineData(100, 4, 7, 96, 3, 4)]
    [InlineData(5, 4, 100, 4, 0, 1)]
    [InlineData(2, 1, 1, 1, 0, 1)]
    public void Streams_are_contiguous_and_count_every_prediction(int length, int batch, int time, long predictions, long leftOut, long count)
    {
        using var sequence = Counting(length);
        var streams = sequence.Streams(batch, time);
        Assert.Equal((predictions, leftOut, count), (streams.Predictions, streams.LeftOut, streams.Count));

        foreach (var _ in (int[])[1, 2])
        {
            var rows = Enumerable.Range(0, batch).Select(i => i * streams.StepsPerStream).ToArray();
            var (made, batches) = (0L, 0L);
            foreach (var (inputs, targets) in streams)
            {
                Assert.Equal(rows, inputs.select(1, 0).cpu().data<long>().ToArray());
                Assert.True((targets - inputs).eq(1).all().item<bool>());
                Assert.InRange(inputs.size(1), 1, time);
                for (var i = 0; i < batch; i++)
                    rows[i] += inputs.size(1);
                made += targets.NumberOfElements;
                batches++;
            }

            Assert.Equal((predictions, count), (made, batches));
        }
    }

    [Fact]
    public void Too_short_text_error_states_the_required_length()
    {
        using var sequence = Counting(5);
        Assert.Contains("The test text has 5 tokens: too few for a window of 5 steps, which takes 6", Refused(() => sequence.Batch(new RandomSource(0), 1, 5)));
        Assert.Contains("too few for 5 streams, which take at least 6", Refused(() => sequence.Streams(5, 1)));
        Assert.Contains("The text is empty", Refused(() => { using var corpus = new CharacterCorpus(""); }));
        using var trainingOnly = new CharacterCorpus("abc", trainingFraction: 1);
        Assert.Contains("The validation part of the text has 0 tokens", Refused(() => trainingOnly.Validation.Streams(1, 1)));

        static string Refused(Action action) => Assert.Throws<ArgumentException>(action).Message;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Fraction_out_of_range_is_an_error(double fraction) =>
        Assert.Contains("above 0 and at most 1", Assert.Throws<ArgumentOutOfRangeException>(() => new CharacterCorpus("abc", fraction)).Message);

    [Fact]
    public void Text_with_characters_outside_the_given_vocabulary_is_an_error() =>
        Assert.Throws<UnknownCharacterException>(() => new CharacterCorpus("abc", vocabulary: CharacterVocabulary.FromText("ab")));

    [Fact]
    public void Batches_are_disposed_with_their_scope_and_tokens_with_the_corpus()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var corpus = new CharacterCorpus(new string('a', 50) + new string('b', 50), 0.5))
        {
            var random = new RandomSource(0);
            for (var i = 0; i < 10; i++)
            {
                using var scope = NewDisposeScope();
                corpus.Training.Batch(random, 2, 4);
                foreach (var batch in corpus.Validation.Streams(2, 4))
                    Assert.Equal(2, batch.Inputs.size(0));
            }

            foreach (var batch in corpus.Validation.Streams(2, 4))
                batch.Dispose();
            Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    /// <summary>0, 1, 2, ...: a token says where it stands.</summary>
    private static TokenSequence Counting(int length) => new("test text", Enumerable.Range(0, length).Select(i => (long)i).ToArray(), cuda.is_available() ? CUDA : CPU);

    public void Dispose() => _scope.Dispose();
}
