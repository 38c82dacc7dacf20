using RnnDsl.Examples.Memory;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The sequences of the memory tasks, and their memoryless baselines.</summary>
public sealed class MemoryTaskTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(51)]
    [InlineData(400)]
    public void Adding_problem_marks_one_number_per_half_and_targets_their_sum(int length)
    {
        using var scope = NewDisposeScope();
        var (inputs, targets) = new AddingProblem().Draw(new RandomSource(1), 200, length, CPU);
        Assert.Equal([200L, length, 2], inputs.shape);
        Assert.Equal([200L, 1], targets.shape);

        var (numbers, markers) = (inputs.select(2, 0), inputs.select(2, 1));
        Assert.InRange(numbers.min().item<float>(), 0, 0.01f);
        Assert.InRange(numbers.max().item<float>(), 0.99f, 1);
        Assert.True(((markers == 0) | (markers == 1)).all().item<bool>());
        Assert.True((markers.narrow(1, 0, length / 2).sum(1) == 1).all().item<bool>());
        Assert.True((markers.narrow(1, length / 2, length - (length / 2)).sum(1) == 1).all().item<bool>());
        Assert.True(((numbers * markers).sum(1, keepdim: true) - targets).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void Marks_are_uniform_over_the_steps_of_each_half()
    {
        using var scope = NewDisposeScope();
        var (inputs, _) = new AddingProblem().Draw(new RandomSource(1), 2_000, 10, CPU);
        var counts = inputs.select(2, 1).sum(dim: 0);
        Assert.InRange(counts.min().item<float>(), 330, 400);
        Assert.InRange(counts.max().item<float>(), 400, 470);
    }

    [Fact]
    public void The_memoryless_prediction_has_the_baseline_error_of_the_adding_problem()
    {
        using var scope = NewDisposeScope();
        var task = new AddingProblem();
        var (_, targets) = task.Draw(new RandomSource(1), 20_000, 20, CPU);
        Assert.Equal(task.Baseline(20), task.Loss(ones(20_000, 20, 1), targets).item<float>(), 0.004);

        // Only the last step counts.
        var answers = zeros(20_000, 20, 1);
        answers.select(1, -1).copy_(targets);
        Assert.Equal(0, task.Loss(answers, targets).item<float>());
    }

    [Fact]
    public void Copy_memory_has_ten_symbols_blanks_a_delimiter_and_the_symbols_as_targets()
    {
        using var scope = NewDisposeScope();
        const int Length = 30;
        var (inputs, targets) = new CopyMemory().Draw(new RandomSource(1), 100, Length, CPU);
        Assert.Equal([100L, Length + 20, 10], inputs.shape);
        Assert.Equal([100L, Length + 20], targets.shape);
        Assert.True((inputs.sum(2) == 1).all().item<bool>());

        var read = inputs.argmax(2);
        Assert.True((read.narrow(1, 0, 10) == targets.narrow(1, Length + 10, 10)).all().item<bool>());
        Assert.Equal((0, 7), (read.narrow(1, 0, 10).min().item<long>(), read.narrow(1, 0, 10).max().item<long>()));
        Assert.True((read.narrow(1, 10, Length - 1) == CopyMemory.Blank).all().item<bool>());
        Assert.True((read.select(1, Length + 9) == CopyMemory.Delimiter).all().item<bool>());
        Assert.True((read.narrow(1, Length + 10, 10) == CopyMemory.Blank).all().item<bool>());
        Assert.True((targets.narrow(1, 0, Length + 10) == CopyMemory.Blank).all().item<bool>());
    }

    [Theory]
    [InlineData(50)]
    [InlineData(400)]
    public void The_memoryless_prediction_has_the_baseline_error_of_the_copy_task(int length)
    {
        using var scope = NewDisposeScope();
        var task = new CopyMemory();
        var (_, targets) = task.Draw(new RandomSource(1), 50, length, CPU);
        var scores = zeros(50, length + 20, 9);
        scores.narrow(1, 0, length + 10).select(2, CopyMemory.Blank).fill_(1000);
        scores.narrow(1, length + 10, 10).select(2, CopyMemory.Blank).fill_(-1000);
        Assert.Equal(task.Baseline(length), task.Loss(scores, targets).item<float>(), 1e-5);
        Assert.Equal(10 * Math.Log(8) / (length + 20), task.Baseline(length), 1e-12);
    }

    [Fact]
    public void Equal_seeds_give_equal_sequences()
    {
        using var scope = NewDisposeScope();
        foreach (var task in MemoryTask.All)
        {
            var random = new RandomSource(5);
            var (first, same, next) = (task.Draw(random, 3, 20, CPU), task.Draw(new RandomSource(5), 3, 20, CPU), task.Draw(random, 3, 20, CPU));
            Assert.True(first.Inputs.Equals(same.Inputs) && first.Targets.Equals(same.Targets), task.Name);
            Assert.False(first.Inputs.Equals(next.Inputs), task.Name);
        }
    }
}
