using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Text;

public sealed class NGramModelTests
{
    [Fact]
    public void Probabilities_after_any_prefix_sum_to_1()
    {
        var model = new NGramModel([[0, 1, 2], [0, 1, 1], [2]], labels: 3, order: 3);
        foreach (var prefix in (int[][])[[], [0], [0, 1], [1, 1], [2, 2, 2], [0, 1, 2, 0, 1]])
            Assert.Equal(1, Math.Exp(model.EndLogProbability(prefix)) + Enumerable.Range(0, 3).Sum(label => Math.Exp(model.LogProbability(prefix, label))), 1e-12);
    }

    [Fact]
    public void Probabilities_use_Witten_Bell_interpolation()
    {
        // Seen: 0 twice, 1 once and two ends; after 0 once 1 and once the end. Three may come: 0, 1 and the end.
        var model = new NGramModel([[0, 1], [0]], labels: 2, order: 2);
        var single = (1 + (3 * (1 / 3d))) / (5 + 3);
        Assert.Equal((1 + (2 * single)) / (2 + 2), Math.Exp(model.LogProbability([0], 1)), 1e-12);

        // After 1 only the end was seen; and at the beginning only 0.
        Assert.Equal((0 + (1 * single)) / (1 + 1), Math.Exp(model.LogProbability([1], 1)), 1e-12);
        Assert.Equal((2 + (1 * ((2 + 1) / 8d))) / (2 + 1), Math.Exp(model.LogProbability([], 0)), 1e-12);
    }

    [Fact]
    public void Frequent_continuations_are_probable_and_no_probability_is_0()
    {
        var model = new NGramModel(Enumerable.Repeat((int[])[1, 9, 8, 4], 50), labels: 10, order: 3);
        Assert.True(model.LogProbability([1, 9], 8) > Math.Log(0.9));
        Assert.True(model.EndLogProbability([1, 9, 8, 4]) > Math.Log(0.9));
        Assert.InRange(Math.Exp(model.LogProbability([1, 9], 3)), 1e-8, 1e-3);
        Assert.Equal(Math.Log(1 / 11d), new NGramModel([], labels: 10, order: 3).LogProbability([4], 5), 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramModel([], 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramModel([], 1, 0));
    }

    [Fact]
    public void Negative_labels_and_too_many_labels_are_errors()
    {
        // -1 stands for the end within the model, and would be counted as one.
        var negative = Assert.Throws<ArgumentOutOfRangeException>(() => new NGramModel([[0, 1], [1, -1]], labels: 3, order: 2));
        Assert.StartsWith("Labels are numbered from 0; text 1 (counted from 0) has -1 at position 1.", negative.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NGramModel([[0]], labels: 3, order: 2).LogProbability([0], -1));
        var many = Assert.Throws<ArgumentException>(() => new NGramModel([[0, 4], [4, 7, 9]], labels: 3, order: 2));
        Assert.StartsWith("The texts have 4 different labels up to text 1 (counted from 0), but only 3 are possible.", many.Message, StringComparison.Ordinal);
    }
}
