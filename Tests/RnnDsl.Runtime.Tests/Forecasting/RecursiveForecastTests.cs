using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

[SequenceModel(Step = true)]
[Features("columns")]
[Lstm(8, Layers = 2)]
[Linear("columns")]
public partial class NextStep;

public sealed class RecursiveForecastTests
{
    [Fact]
    public void Each_step_is_what_the_whole_sequence_so_far_would_give()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        manual_seed(1);
        var model = new NextStep(2, dtype: ScalarType.Float64);
        var known = randn(3, 5, 2, ScalarType.Float64);
        var told = RecursiveForecast.Of<NextStep, NextStep.State>(model, known, 4, static (output, last) => last + output);
        Assert.Equal([3L, 4, 2], told.shape);

        for (var step = 0; step < 4; step++)
        {
            var expected = known.select(1, -1) + model.call(known).Output.select(1, -1);
            Assert.True(told.select(1, step).allclose(expected, rtol: 1e-9, atol: 1e-9));
            known = cat([known, expected.unsqueeze(1)], 1);
        }
    }

    [Fact]
    public void A_next_step_has_the_shape_of_the_one_before()
    {
        using var scope = NewDisposeScope();
        var model = new NextStep(2);
        foreach (var horizon in new[] { 1, 3 })
        {
            var error = Assert.Throws<ArgumentException>(() => RecursiveForecast.Of<NextStep, NextStep.State>(model, randn(3, 5, 2), horizon, static (output, _) => output.narrow(1, 0, 1)));
            Assert.StartsWith("The next step must be [3, 2] (batch × paths, columns), like the step before it; this one is [3, 1].", error.Message, StringComparison.Ordinal);
        }

        var flat = Assert.Throws<ArgumentException>(() => RecursiveForecast.Of<NextStep, NextStep.State>(model, randn(5, 2), 1, static (output, _) => output));
        Assert.StartsWith("Histories are [batch, history, columns]; these are [5, 2].", flat.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_of_one_history_follow_each_other_and_differ_by_their_noise_alone()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        manual_seed(1);
        var model = new NextStep(1, dtype: ScalarType.Float64);
        var known = randn(2, 5, 1, ScalarType.Float64);
        var noise = tensor([0.0, 1, 0, 1], ScalarType.Float64).unsqueeze(1);
        var told = RecursiveForecast.Of<NextStep, NextStep.State>(model, known, 3, (output, last) => output + noise, paths: 2);
        Assert.Equal([4L, 3, 1], told.shape);

        var quietly = RecursiveForecast.Of<NextStep, NextStep.State>(model, known, 3, static (output, _) => output);
        Assert.True(told.index_select(0, tensor([0L, 2])).allclose(quietly));
        Assert.True(told.index_select(0, tensor([1L, 3])).select(1, 0).allclose(quietly.select(1, 0) + 1));
    }
}
