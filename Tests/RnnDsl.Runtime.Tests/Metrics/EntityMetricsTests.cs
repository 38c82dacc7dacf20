using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Metrics;

public sealed class EntityMetricsTests : IDisposable
{
    private static readonly string[] Tags = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];

    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void An_entity_is_right_with_its_type_its_first_and_its_last_step()
    {
        // Labels: PER 0-1, LOC 3-4, PER 6. Predicted: PER 0-1 right, LOC 3 too short, LOC 6 of another type.
        var metrics = new EntityMetrics(Tags);
        metrics.Add(Ids("B-PER I-PER O B-LOC O O B-LOC"), Ids("B-PER I-PER O B-LOC I-LOC O B-PER"));
        Assert.Equal(new ClassificationScores(1, 0.5, 2 / 3.0, 2), metrics.ByType["PER"]);
        Assert.Equal(new ClassificationScores(0, 0, 0, 1), metrics.ByType["LOC"]);
        Assert.Equal(new ClassificationScores(1 / 3.0, 1 / 3.0, 1 / 3.0, 3), metrics.Micro);
        var expected = """
            class          precision  recall      F1  support
            LOC               0.0000  0.0000  0.0000        1
            PER               1.0000  0.5000  0.6667        2
            micro average     0.3333  0.3333  0.3333        3
            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), metrics.ToString());
        metrics.Clear();
        Assert.Equal(new ClassificationScores(0, 0, 0, 0), metrics.Micro);
    }

    [Theory]
    [InlineData("B-PER B-PER", "B-PER I-PER", 0)]
    [InlineData("I-PER I-PER O", "B-PER I-PER O", 1)]
    [InlineData("B-PER I-LOC O", "B-PER B-LOC O", 2)]
    [InlineData("O O O", "O O O", 0)]
    [InlineData("O I-LOC I-LOC", "O B-LOC I-LOC", 1)]
    public void A_tag_inside_an_entity_begins_one_behind_another_type(string predicted, string labels, long right)
    {
        var metrics = new EntityMetrics(Tags);
        metrics.Add(Ids(predicted), Ids(labels));
        Assert.Equal(right, Math.Round(metrics.Micro.Recall * metrics.Micro.Support));
    }

    [Fact]
    public void Padding_and_ignored_steps_are_left_out_and_rows_are_separate()
    {
        // The second step is a part of a word without a label; behind the length everything is padding.
        var metrics = new EntityMetrics(Tags);
        metrics.Add(tensor(new long[,] { { 1, 3, 2, 3 }, { 2, 0, 0, 0 } }), tensor(new long[,] { { 1, -100, 2, 3 }, { 1, 0, -100, -100 } }), tensor(new long[] { 3, 4 }));
        Assert.Equal(new ClassificationScores(1, 1, 1, 2), metrics.Micro);
        Assert.Equal(0, metrics.ByType["LOC"].Support);

        var scores = new EntityMetrics(Tags);
        scores.Add(nn.functional.one_hot(Ids("B-PER I-PER"), 5).to(ScalarType.Float32), Ids("B-PER I-PER"));
        Assert.Equal(1, scores.Micro.F1);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("A tag is 'PER'; tags are 'O', 'B-' and a type, or 'I-' and a type.", Assert.Throws<ArgumentException>(() => new EntityMetrics(["O", "PER"])).Message, StringComparison.Ordinal);
        var metrics = new EntityMetrics(Tags);
        Assert.Contains("these are [2]", Assert.Throws<ArgumentException>(() => metrics.Add(tensor(new long[] { 1, 0 }), tensor(new long[] { 1, 0 }))).Message, StringComparison.Ordinal);
        Assert.Contains("EntityMetrics.Add reads output as scores [1, 2, 5]", Assert.Throws<ArgumentException>(() => metrics.Add(zeros(1, 2, 4), Ids("O O"))).Message, StringComparison.Ordinal);
        Assert.Contains("the label of sequence 0 (counted from 0) at step 1 is 9", Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Add(Ids("O O"), tensor(new long[,] { { 0, 9 } }))).Message, StringComparison.Ordinal);
    }

    private static Tensor Ids(string tags) => tensor(tags.Split(' ').Select(static tag => (long)Array.IndexOf(Tags, tag)).ToArray()).unsqueeze(0);
}
