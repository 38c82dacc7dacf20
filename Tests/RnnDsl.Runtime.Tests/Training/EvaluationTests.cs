using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Evaluations over batches, each weighted by its valid tokens or sequences, equal the loss of one batch of everything.</summary>
public sealed class EvaluationTests : IDisposable
{
    private const int Classes = 4;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly RandomSource _random = new(3);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_weighted_mean_of_ragged_batches_is_the_loss_of_one_batch()
    {
        manual_seed(1);
        using var model = new RaggedTagger(20);
        var sequences = Tagged(count: 23);
        var mean = Evaluation.Mean(model, sequences.Batches(5), batch => new BatchLoss(model.Loss(model.call(batch.Tokens, batch.Lengths).Output, batch.Labels, batch.Lengths), batch.Lengths));
        var masked = Evaluation.Mean(
            model,
            sequences.Batches(5),
            batch => new BatchLoss(model.Loss(model.call(batch.Tokens, batch.Lengths).Output, batch.Labels, batch.Lengths), batch.Labels.ne(TaggedSequences.IgnoredLabel)));

        var expected = LossOfAll(model, sequences);
        Assert.Equal(expected, mean.Loss, 1e-6);
        Assert.Equal(mean, masked);
        Assert.Null(mean.Accuracy);

        // What everyone writes first: the mean of batch means, which weighs the tokens of short sequences more.
        using var inference = no_grad();
        model.eval();
        var plain = sequences.Batches(5).Average(batch => model.Loss(model.call(batch.Tokens, batch.Lengths).Output, batch.Labels, batch.Lengths).item<float>());
        Assert.True(Math.Abs(plain - expected) > 1e-3, $"{plain} and {expected}");
    }

    [Fact]
    public void A_tagger_is_scored_over_the_labels_that_count()
    {
        manual_seed(1);
        using var model = new RaggedTagger(20);
        var sequences = Tagged(count: 23, unlabelled: 3);
        var metrics = new ClassificationMetrics(Classes);
        metrics.Add(tensor(new long[] { 1 }), tensor(new long[] { 2 }));
        var evaluation = Evaluation.Classification(
            model, sequences.Batches(5), batch => new(model.call(batch.Tokens, batch.Lengths).Output, batch.Labels, batch.Lengths), metrics);

        var (right, count) = (0L, 0L);
        model.eval();
        var all = sequences.Batch([.. Enumerable.Range(0, sequences.Count).Select(static i => (long)i)]);
        var predicted = model.call(all.Tokens, all.Lengths).Output.argmax(-1);
        for (var row = 0; row < sequences.Count; row++)
        {
            for (var step = 0; step < sequences.Lengths[row]; step++)
            {
                var label = sequences.LabelsOf(row)[step];
                count += label == TaggedSequences.IgnoredLabel ? 0 : 1;
                right += label == predicted[row, step].item<long>() ? 1 : 0;
            }
        }

        Assert.InRange(right, 1, count - 1);
        Assert.Equal(LossOfAll(model, sequences), evaluation.Loss, 1e-6);
        Assert.Equal((double)right / count, evaluation.Accuracy!.Value, 1e-12);
        Assert.Equal((count, evaluation.Accuracy.Value), (metrics.Count, metrics.Accuracy));
    }

    [Fact]
    public void A_classifier_is_scored_over_all_sequences_with_a_smaller_last_batch()
    {
        manual_seed(1);
        using var model = new RaggedClassifier(20);
        var sequences = new LabelledSequences(Enumerable.Range(0, 11).Select(i => (Tokens(1 + (i * 3 % 7)), _random.NextInt64(Classes))));
        var evaluation = Evaluation.Classification(model, sequences.Batches(4), batch => new(model.call(batch.Tokens, batch.Lengths), batch.Labels));

        model.eval();
        var all = sequences.Batch([.. Enumerable.Range(0, 11).Select(static i => (long)i)]);
        var scores = model.call(all.Tokens, all.Lengths);
        Assert.Equal(model.Loss(scores, all.Labels).item<float>(), evaluation.Loss, 1e-6);
        Assert.Equal(scores.argmax(1).eq(all.Labels).sum().item<long>() / 11.0, evaluation.Accuracy!.Value, 1e-12);
    }

    [Fact]
    public void Pairs_are_scored_over_the_tokens_of_their_targets()
    {
        manual_seed(1);
        using var model = new RaggedTagger(20);
        var pairs = new SequencePairs(Enumerable.Range(0, 13).Select(i => (Tokens(2), (long[])[.. Enumerable.Repeat(3L, i % 5)])));

        // A decoder without an encoder: what counts here are lengths and targets.
        var evaluation = Evaluation.Classification(model, pairs.Batches(BatchSize.Tokens(12)), batch => new(model.call(batch.Inputs, batch.TargetLengths).Output, batch.Targets, batch.TargetLengths));
        model.eval();
        var all = pairs.Batch([.. Enumerable.Range(0, 13).Select(static i => (long)i)]);
        Assert.Equal(model.Loss(model.call(all.Inputs, all.TargetLengths).Output, all.Targets, all.TargetLengths).item<float>(), evaluation.Loss, 1e-6);
        Assert.Equal(13, pairs.Batches(BatchSize.Pairs(3)).Sum(static batch => batch.Source.size(0)));
        Assert.Empty(new SequencePairs([]).Batches(BatchSize.Pairs(3)));
    }

    [Fact]
    public void The_model_is_in_evaluation_mode_without_gradients_and_nothing_remains()
    {
        using var model = new RaggedTagger(20);
        model.train();
        var sequences = Tagged(count: 8);
        var seen = new List<(bool Training, bool Gradients)>();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Evaluation.Mean(model, sequences.Batches(3), batch =>
        {
            seen.Add((model.training, is_grad_enabled()));
            return new BatchLoss(model.Loss(model.call(batch.Tokens, batch.Lengths).Output, batch.Labels, batch.Lengths), batch.Lengths);
        });
        Assert.Equal([(false, false), (false, false), (false, false)], seen);
        Assert.Equal((true, true), (model.training, is_grad_enabled()));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_long_evaluation_reports_progress_and_can_be_cancelled()
    {
        using var model = new RaggedTagger(20);
        using var stop = new CancellationTokenSource();
        var progress = new Steps();
        Evaluation.Mean(model, Enumerable.Range(0, 4), _ => new BatchLoss(tensor(1f), 1), progress);
        Assert.Equal([1, 2, 3, 4], progress.Reported);

        var evaluated = 0;
        Assert.Throws<OperationCanceledException>(() => Evaluation.Mean(
            model,
            Enumerable.Range(0, 100),
            _ =>
            {
                if (++evaluated == 3)
                    stop.Cancel();
                return new BatchLoss(tensor(1f), 1);
            },
            cancellation: stop.Token));
        Assert.Equal(3, evaluated);
        Assert.True(model.training);
    }

    [Fact]
    public void Batches_without_a_label_that_counts_add_nothing_at_any_batch_size()
    {
        manual_seed(1);
        using var model = new RaggedTagger(20);
        var sequences = new TaggedSequences(Enumerable.Range(0, 6).Select(i =>
        {
            var tokens = Tokens(4);
            return (tokens, Array.ConvertAll(tokens, token => i is 1 or 2 ? TaggedSequences.IgnoredLabel : token % Classes));
        }));
        var metrics = new ClassificationMetrics(Classes);
        var expected = Evaluation.Classification(model, sequences.Batches(6), Score);
        foreach (var size in new[] { 1, 2, 4 })
        {
            var actual = Evaluation.Classification(model, sequences.Batches(size), Score, metrics);
            Assert.Equal(expected.Loss, actual.Loss, 1e-6);
            Assert.Equal((expected.Accuracy, 16), (actual.Accuracy, metrics.Count));
            Assert.Equal(expected.Loss, Evaluation.Mean(model, sequences.Batches(size), MeanLoss).Loss, 1e-6);
        }

        ScoredBatch Score(TaggedSequenceBatch batch) => new(model.call(batch.Tokens, batch.Lengths).Output, batch.Labels, batch.Lengths);

        // PyTorch's mean over no label is NaN.
        BatchLoss MeanLoss(TaggedSequenceBatch batch) => new(
            nn.functional.cross_entropy(model.call(batch.Tokens, batch.Lengths).Output.flatten(0, 1), batch.Labels.flatten()), batch.Labels.ne(TaggedSequences.IgnoredLabel));
    }

    [Fact]
    public void An_empty_batch_adds_nothing()
    {
        using var model = new RaggedTagger(20);
        var (scores, labels) = (randn(3, Classes), tensor(new long[] { 0, 1, 2 }));
        var metrics = new ClassificationMetrics(Classes);
        var expected = Evaluation.Classification(model, [3], Score);
        Assert.Equal(expected, Evaluation.Classification(model, [0, 3, 0], Score, metrics));
        Assert.Equal(3, metrics.Count);

        ScoredBatch Score(int count) => new(scores.narrow(0, 0, count), labels.narrow(0, 0, count));
    }

    [Fact]
    public void Batches_without_anything_that_counts_and_weights_that_are_no_counts_are_named()
    {
        using var model = new RaggedTagger(20);
        const string None = "no sequence or token that counts";
        var ignored = full([2], TaggedSequences.IgnoredLabel, dtype: ScalarType.Int64);
        Assert.Contains(None, Assert.Throws<ArgumentException>(() => Evaluation.Classification(model, [0], _ => new(randn(2, Classes), ignored))).Message, StringComparison.Ordinal);
        Assert.Contains(None, Assert.Throws<ArgumentException>(() => Evaluation.Mean(model, [0], _ => new BatchLoss(tensor(1f), zeros(2)))).Message, StringComparison.Ordinal);
        Assert.Contains("at least 0", Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoss(tensor(1f), tensor(new long[] { -3, 1 }))).Message, StringComparison.Ordinal);
        Assert.Contains("default(BatchLoss)", Assert.Throws<InvalidOperationException>(() => Evaluation.Mean(model, [0], _ => default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        using var model = new RaggedTagger(20);
        Assert.Contains("no batch to evaluate", Assert.Throws<ArgumentException>(() => Evaluation.Mean(model, Array.Empty<int>(), _ => new BatchLoss(tensor(1f), 1))).Message, StringComparison.Ordinal);
        Assert.Contains("has the shape [2, 3]. Take its mean", Assert.Throws<ArgumentException>(() => new BatchLoss(ones(2, 3), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchLoss(tensor(1f), 0));
        var labels = tensor(new long[] { 1, 2 });
        Assert.Contains(
            "these scores are [2, 4]. Leave the lengths out.",
            Assert.Throws<ArgumentException>(() => Evaluation.Classification(model, [0], _ => new(randn(2, Classes), labels, labels))).Message,
            StringComparison.Ordinal);

        // They name the method that was called and its parameters.
        AssertClassification("reads Labels as classes from 0 to 1, because the output has 2 features; sequence", () => new(randn(2, 2), labels));
        AssertClassification("reads Labels as int64 classes [2]; it was given Float32 [2].", () => new(randn(2, Classes), zeros(2)));
        AssertClassification("reads Scores as floating-point scores [batch, classes] or [batch, time, classes]; it was given Int64 [2].", () => new(labels, labels));
        AssertClassification("reads Labels on the device of the Scores, cpu; it is on meta.", () => new(randn(2, Classes), labels.to(new Device(DeviceType.META))));

        void AssertClassification(string message, Func<ScoredBatch> batch)
        {
            var text = Assert.ThrowsAny<ArgumentException>(() => Evaluation.Classification(model, [0], _ => batch())).Message;
            Assert.StartsWith("Evaluation.Classification of RaggedTagger " + message, text, StringComparison.Ordinal);
            Assert.DoesNotContain(".Loss", text, StringComparison.Ordinal);
        }
    }

    private static double LossOfAll(RaggedTagger model, TaggedSequences sequences)
    {
        using var inference = no_grad();
        var training = model.training;
        model.eval();
        var all = sequences.Batch([.. Enumerable.Range(0, sequences.Count).Select(static i => (long)i)]);
        var loss = model.Loss(model.call(all.Tokens, all.Lengths).Output, all.Labels, all.Lengths).item<float>();
        model.train(training);
        return loss;
    }

    private TaggedSequences Tagged(int count, int unlabelled = 0) => new(Enumerable.Range(0, count).Select(i =>
    {
        var tokens = Tokens(1 + (i * 5 % 9));
        return (tokens, Array.ConvertAll(tokens, token => _random.NextInt64(9) < unlabelled && token != tokens[0] ? TaggedSequences.IgnoredLabel : _random.NextInt64(Classes)));
    }));

    private long[] Tokens(int length) => [.. Enumerable.Range(0, length).Select(_ => _random.NextInt64(4, 20))];

    private sealed class Steps : IProgress<long>
    {
        public List<long> Reported { get; } = [];

        public void Report(long value) => Reported.Add(value);
    }
}

[SequenceModel]
[Embedding("words", 6)]
[Dropout(0.5)]
[Gru(8, Bidirectional = true)]
[Linear(4)]
[Classify]
public partial class RaggedTagger;

[SequenceModel]
[Embedding("words", 6)]
[Dropout(0.5)]
[Gru(8)]
[LastState]
[Linear(4)]
[Classify]
public partial class RaggedClassifier;
