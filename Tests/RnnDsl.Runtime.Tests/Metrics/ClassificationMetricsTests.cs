using System.Globalization;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Metrics;

public sealed class ClassificationMetricsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Roc_auc_keeps_the_order_of_confident_scores(int classes)
    {
        // The lead of class 1 over all others orders the examples; its probability rounds to 1 in each.
        var leads = Enumerable.Range(0, 40).Select(static i => 40.0 + i).ToArray();
        var scores = stack([.. leads.Select(lead => cat([zeros(1, ScalarType.Float64), full(1, lead, ScalarType.Float64), zeros(classes - 2, ScalarType.Float64)]))]);
        var labels = tensor(leads.Select(static lead => lead > 60 ? 1L : 0).ToArray());
        var metrics = new ClassificationMetrics(classes) { KeepScores = true };
        metrics.Add(scores, labels);

        Assert.Equal(1, metrics.RocAucOf(1));
        Assert.Equal(RnnDsl.Metrics.RocAuc.Binary(leads, [.. leads.Select(static lead => lead > 60)]), metrics.RocAucOf(1));
    }

    [Fact]
    public void Infinite_scores_and_unknown_classes_are_errors()
    {
        var metrics = new ClassificationMetrics(3) { KeepScores = true };
        Assert.Contains("example 1 (counted from 0) have no order", Assert.Throws<ArgumentException>(() => metrics.Add(tensor(new[,] { { 0.0, 1, 2 }, { double.PositiveInfinity, double.PositiveInfinity, 0 } }), tensor([0L, 0]))).Message, StringComparison.Ordinal);
        Assert.Contains("have no order", Assert.Throws<ArgumentException>(() => metrics.Add(full(1, 3, double.NegativeInfinity), tensor([0L]))).Message, StringComparison.Ordinal);
        Assert.Equal(0, metrics.Count);
        metrics.Add(tensor(new[,] { { 0.0, double.NegativeInfinity, 2 }, { 1, 0, double.NegativeInfinity } }), tensor([0L, 1]));
        Assert.Equal(0.0, metrics.RocAucOf(0));

        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.RocAucOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Confusion[-1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Confusion.Labels(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics(300_000));
        Assert.Throws<ArgumentException>(() => new ClassificationMetrics(["a", null!]));
    }

    [Fact]
    public void Int32_lengths_are_read()
    {
        var (output, labels) = (zeros(2, 3, 2), zeros([2, 3], ScalarType.Int64));
        var metrics = new ClassificationMetrics(2);
        metrics.Add(output, labels, tensor([3, 1]));
        Assert.Equal(4, metrics.Count);
    }

    [Fact]
    public void Scores_are_those_of_scikit_learns_report()
    {
        // The example of sklearn.metrics.classification_report.
        var metrics = new ClassificationMetrics(["class 0", "class 1", "class 2"]);
        metrics.Add(Labels(0, 0, 2), Labels(0, 1, 2));
        metrics.Add(Labels(2, 1), Labels(2, 2));

        Assert.Equal((5, 3 / 5.0), (metrics.Count, metrics.Accuracy));
        Equal(1 / 2.0, 1, 2 / 3.0, 1, metrics.ByClass[0]);
        Equal(0, 0, 0, 1, metrics.ByClass[1]);
        Equal(1, 2 / 3.0, 4 / 5.0, 3, metrics.ByClass[2]);
        Equal(1 / 2.0, 5 / 9.0, 22 / 45.0, 5, metrics.Macro);
        Equal(7 / 10.0, 3 / 5.0, 46 / 75.0, 5, metrics.Weighted);
        Equal(3 / 5.0, 3 / 5.0, 3 / 5.0, 5, metrics.Micro);

        var expected = """
            class             precision  recall      F1  support
            class 0              0.5000  1.0000  0.6667        1
            class 1              0.0000  0.0000  0.0000        1
            class 2              1.0000  0.6667  0.8000        3
            accuracy                             0.6000        5
            macro average        0.5000  0.5556  0.4889        5
            weighted average     0.7000  0.6000  0.6133        5
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), metrics.ToString());
    }

    [Fact]
    public void The_confusion_matrix_has_a_row_for_each_label()
    {
        // The example of sklearn.metrics.confusion_matrix.
        var metrics = new ClassificationMetrics(["ant", "bird", "cat"]);
        metrics.Add(Labels(0, 0, 2, 2, 0, 2), Labels(2, 0, 2, 2, 0, 1));
        var confusion = metrics.Confusion;
        Assert.Equal(new long[,] { { 2, 0, 0 }, { 0, 0, 1 }, { 1, 0, 2 } }, confusion.ToArray());
        Assert.Equal((1, 0, 3, 3), (confusion[2, 0], confusion[0, 2], confusion.Labels(2), confusion.Predictions(0)));
        var expected = """
            label \ predicted  ant  bird  cat
            ant                  2     0    0
            bird                 0     0    1
            cat                  1     0    2
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), confusion.ToString());
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        var text = metrics.ToString();
        CultureInfo.CurrentCulture = before;
        Assert.Equal(metrics.ToString(), text);
    }

    [Fact]
    public void Padding_masked_steps_and_ignored_labels_do_not_count_whatever_they_hold()
    {
        var metrics = new ClassificationMetrics(3) { KeepScores = true };
        var scores = zeros(2, 3, 3);
        long[,] predicted = { { 0, 1, 2 }, { 2, 0, 0 } };
        for (var row = 0; row < 2; row++)
        {
            for (var step = 0; step < 3; step++)
                scores[row, step, predicted[row, step]] = 1;
        }

        scores[1, 2] = double.NaN;
        metrics.Add(scores, tensor(new long[,] { { 0, 0, -100 }, { 2, 77, -7 } }), Labels(3, 2), tensor(new[,] { { true, true, true }, { true, false, true } }));
        Assert.Equal((3, 2 / 3.0), (metrics.Count, metrics.Accuracy));
        Assert.Equal(new long[,] { { 1, 1, 0 }, { 0, 0, 0 }, { 0, 0, 1 } }, metrics.Confusion.ToArray());

        metrics.Clear();
        Assert.Equal("no batch has been added", metrics.ToString());
        Assert.Throws<InvalidOperationException>(() => metrics.Accuracy);
    }

    [Fact]
    public void Batches_add_up_to_one_batch()
    {
        manual_seed(4);
        var (scores, labels) = (randn(40, 3), randint(3, 40, dtype: ScalarType.Int64));
        var (whole, parts) = (new ClassificationMetrics(3) { KeepScores = true }, new ClassificationMetrics(3) { KeepScores = true });
        whole.Add(scores, labels);
        for (var start = 0; start < 40; start += 7)
            parts.Add(scores.narrow(0, start, Math.Min(7, 40 - start)), labels.narrow(0, start, Math.Min(7, 40 - start)));
        Assert.Equal(whole.ToString(), parts.ToString());
        Assert.Equal(whole.RocAuc, parts.RocAuc);
    }

    [Fact]
    public void A_class_that_does_not_occur_is_left_out_of_the_macro_average()
    {
        var metrics = new ClassificationMetrics(4);
        metrics.Add(Labels(1, 1, 0), Labels(1, 1, 1));
        Equal(0, 0, 0, 0, metrics.ByClass[3]);

        // Class 0 is predicted only, class 1 has P = 1, R = 2/3, F1 = 4/5: as f1_score(average="macro").
        Equal(1 / 2.0, 1 / 3.0, 2 / 5.0, 3, metrics.Macro);
        Equal(1, 2 / 3.0, 4 / 5.0, 3, metrics.Weighted);

        // As f1_score(labels=[1, 2, 3], average="micro").
        var some = new ClassificationMetrics(4) { AveragedClasses = [1, 2, 3] };
        some.Add(Labels(1, 1, 0), Labels(1, 1, 1));
        Equal(1, 2 / 3.0, 4 / 5.0, 3, some.Micro);
        Equal(1, 2 / 3.0, 4 / 5.0, 3, some.Macro);
        Assert.Contains("found [1, 4]", Assert.Throws<ArgumentException>(() => new ClassificationMetrics(4) { AveragedClasses = [1, 4] }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_area_under_the_roc_curve_is_scikit_learns()
    {
        // The example of sklearn.metrics.roc_auc_score.
        Assert.Equal(0.75, RocAuc.Binary([0.1, 0.4, 0.35, 0.8], [false, false, true, true]), 1e-12);
        Assert.Equal(0, RocAuc.Binary([3, 2, 1], [false, false, true]));
        Assert.Equal(1, RocAuc.Binary([3, 2, 1], [true, true, false]));

        // Pairs by hand: 0.5 > 0.2 one; 0.5 = 0.5 half; 0.2 = 0.2 half; 0.2 < 0.5 none.
        Assert.Equal(0.5, RocAuc.Binary([0.5, 0.2, 0.5, 0.2], [true, true, false, false]), 1e-12);
        Assert.Equal(0.5, RocAuc.Binary([1, 1, 1, 1, 1], [true, false, true, false, false]), 1e-12);
        Assert.Equal(double.NaN, RocAuc.Binary([1, 2], [true, true]));
        Assert.Equal(double.NaN, RocAuc.Binary([], []));
        Assert.Contains("2 scores and 1 labels", Assert.Throws<ArgumentException>(() => RocAuc.Binary([1, 2], [true])).Message, StringComparison.Ordinal);
        Assert.Contains("Score 1 (counted from 0) is NaN", Assert.Throws<ArgumentException>(() => RocAuc.Binary([1, double.NaN], [true, false])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_area_is_the_fraction_of_ordered_pairs_with_ties_as_halves()
    {
        var random = new RandomSource(6);
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var count = (int)random.NextInt64(2, 30);
            var scores = Enumerable.Range(0, count).Select(_ => (double)random.NextInt64(6)).ToArray();
            var labels = Enumerable.Range(0, count).Select(_ => random.NextInt64(3) == 0).ToArray();
            var pairs = (
                from positive in Enumerable.Range(0, count).Where(i => labels[i])
                from negative in Enumerable.Range(0, count).Where(i => !labels[i])
                select scores[positive] > scores[negative] ? 1 : scores[positive] < scores[negative] ? 0 : 0.5).ToList();
            Assert.Equal(pairs.Count == 0 ? double.NaN : pairs.Average(), RocAuc.Binary(scores, labels), 1e-12);
        }
    }

    [Fact]
    public void With_two_classes_the_area_is_that_of_the_second_and_with_more_the_mean_over_each_against_the_rest()
    {
        var binary = new ClassificationMetrics(2) { KeepScores = true };

        // The probabilities of the example above; the log-probabilities are moved, as those of a model without a softmax are.
        var positive = tensor(new[] { 0.1, 0.4, 0.35, 0.8 });
        binary.Add(stack([(1 - positive).log(), positive.log()], 1) + tensor(new[] { 3.0, -2, 0, 5 }).unsqueeze(1), Labels(0, 0, 1, 1));
        Assert.Equal(0.75, binary.RocAuc, 1e-12);
        Assert.Equal(0.75, binary.RocAucOf(0), 1e-12);

        var three = new ClassificationMetrics(3) { KeepScores = true };
        var probabilities = tensor(new[,] { { 0.5, 0.3, 0.2 }, { 0.2, 0.5, 0.3 }, { 0.6, 0.1, 0.3 }, { 0.4, 0.4, 0.2 } });
        three.Add(probabilities.log(), Labels(0, 1, 1, 0));

        // Class 0 has 0.5, 0.4 against 0.2, 0.6: 2 of 4 pairs. Class 1 has 0.5, 0.1 against 0.3, 0.4: 2 of 4. Class 2 has no label, so its area is undefined.
        Assert.Equal((0.5, 0.5, double.NaN), (three.RocAucOf(0), three.RocAucOf(1), three.RocAucOf(2)));
        Assert.Equal(0.5, three.RocAuc, 1e-12);

        var one = new ClassificationMetrics(3) { KeepScores = true };
        one.Add(probabilities.log(), Labels(1, 1, 1, 1));
        Assert.Equal(double.NaN, one.RocAuc);
        Assert.Contains("KeepScores = true", Assert.Throws<InvalidOperationException>(() => new ClassificationMetrics(2).RocAuc).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_named_and_add_nothing()
    {
        var metrics = new ClassificationMetrics(3);
        Out("sequence 1 (counted from 0) at step 0 is 3", () => metrics.Add(zeros(2, 2, 3), tensor(new long[,] { { 0, 1 }, { 3, 0 } })));
        Out("The metrics have 3 classes, 0 to 2; the label of example 1 (counted from 0) is -1.", () => metrics.Add(zeros(2, 3), Labels(0, -1)));
        Out("the prediction of example 0", () => metrics.Add(Labels(4, 0), Labels(0, 1)));
        Out("sequence 1 (counted from 0) has 3", () => metrics.Add(zeros(2, 2, 3), zeros(2, 2, dtype: ScalarType.Int64), Labels(2, 3)));
        Refused("output as scores [2, 3], because the labels are [2] and there are 3 classes", () => metrics.Add(zeros(2, 4), Labels(0, 1)));
        Refused("labels as int64 [batch] or [batch, time]; it was given Float32 [2]", () => metrics.Add(zeros(2, 3), zeros(2)));
        Refused("lengths only where each step has a label", () => metrics.Add(zeros(2, 3), Labels(0, 1), Labels(1, 1)));
        Refused("mask as bool [2]", () => metrics.Add(zeros(2, 3), Labels(0, 1), mask: Labels(1, 1)));
        Refused("A score of example 1 (counted from 0) is NaN", () => metrics.Add(tensor(new[,] { { 0, 1, 2 }, { 0, float.NaN, 0 } }), Labels(0, 1)));
        Refused("KeepScores is set", () => new ClassificationMetrics(3) { KeepScores = true }.Add(Labels(0), Labels(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClassificationMetrics(1));
        Assert.Equal(0, metrics.Count);

        static void Out(string message, Action add) => Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(add).Message, StringComparison.Ordinal);

        static void Refused(string message, Action add) => Assert.Contains(message, Assert.Throws<ArgumentException>(add).Message, StringComparison.Ordinal);
    }

    private static Tensor Labels(params long[] labels) => tensor(labels);

    private static void Equal(double precision, double recall, double f1, long support, ClassificationScores scores)
    {
        Assert.Equal(precision, scores.Precision, 1e-12);
        Assert.Equal(recall, scores.Recall, 1e-12);
        Assert.Equal(f1, scores.F1, 1e-12);
        Assert.Equal(support, scores.Support);
    }
}
