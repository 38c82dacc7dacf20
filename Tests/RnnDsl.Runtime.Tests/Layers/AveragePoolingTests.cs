using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Average pooling over time, against torch and against the mean that defines it.</summary>
public sealed class AveragePoolingTests
{
    /// <summary>Kernel and stride.</summary>
    public static TheoryData<Type, int, int> Windows => new()
    {
        { typeof(AveragedSteps), 3, 3 },
        { typeof(OverlappingAverages), 2, 1 },
        { typeof(EverySecondStep), 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Output_equals_avg_pool1d_and_the_mean_of_each_window(Type type, int kernel, int stride)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        dynamic generated = model;

        foreach (var time in new[] { 5, 8 })
        {
            var input = draw.Normal(2, time, 3).requires_grad_();
            var pooled = nn.functional.avg_pool1d(input.transpose(1, 2), kernel, stride).transpose(1, 2);
            var means = stack(Enumerable.Range(0, ((time - kernel) / stride) + 1).Select(i => input.narrow(1, i * stride, kernel).mean([1])), 1);
            Near.Equal("the mean of each window", means, pooled);

            Tensor expected = generated.Rnn.call(pooled).Item1;
            Agreement.Check(expected, LayerModel.Forward(model, input), [.. model.parameters(), input]);
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Windows_lie_within_the_valid_steps_of_each_sequence(Type type, int kernel, int stride)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        dynamic generated = model;
        long[] lengths = [3, 8, 5, 6];
        var input = draw.Normal(lengths.Length, 8, 3);

        var found = LayerModel.Forward(model, input, tensor(lengths));

        long[] expected = [.. lengths.Select(length => ((length - kernel) / stride) + 1)];
        Assert.Equal(expected, ((Tensor)generated.OutputLengths(tensor(lengths))).data<long>());
        for (var i = 0; i < lengths.Length; i++)
        {
            var sequence = input.narrow(0, i, 1).narrow(1, 0, lengths[i]);
            var pooled = nn.functional.avg_pool1d(sequence.transpose(1, 2), kernel, stride).transpose(1, 2);
            Tensor alone = generated.Rnn.call(pooled).Item1;
            Near.Equal($"the output of sequence {i}", alone, found.narrow(0, i, 1).narrow(1, 0, expected[i]));
        }
    }

    [Fact]
    public void Sequence_shorter_than_the_window_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var model = new AveragedSteps();

        var batch = Assert.Throws<ArgumentOutOfRangeException>("input", () => model.call(zeros(2, 2, 3)));
        Assert.StartsWith("AveragedSteps reads sequences of at least 3 steps, because its windows over time read that many at once, and the batch has 2.", batch.Message, StringComparison.Ordinal);

        var one = Assert.Throws<ArgumentOutOfRangeException>("lengths", () => model.call(zeros(2, 5, 3), tensor(new long[] { 5, 1 })));
        Assert.StartsWith("AveragedSteps reads sequences of at least 3 steps, because its windows over time read that many at once, and sequence 1 (counted from 0) has 1.", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_with_pooling_over_several_steps_has_no_Step() => Assert.Null(typeof(AveragedSteps).GetMethod("Step"));
}
