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
    public void Each_step_equals_forward_over_the_extended_sequence()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        manual_seed(1);
        var model = new NextStep(2, dtype: ScalarType.Float64);
        var known = randn(3, 5, 2, ScalarType.Float64);
        var forecast = RecursiveForecast.Of<NextStep, NextStep.State>(model, known, 4, static (output, last) => last + output);
        Assert.Equal([3L, 4, 2], forecast.shape);

        for (var step = 0; step < 4; step++)
        {
            var expected = known.select(1, -1) + model.call(known).Output.select(1, -1);
            Assert.True(forecast.select(1, step).allclose(expected, rtol: 1e-9, atol: 1e-9));
            known = cat([known, expected.unsqueeze(1)], 1);
        }
    }

    [Fact]
    public void Next_step_of_another_shape_is_an_error()
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
    public void Sample_paths_of_a_history_are_adjacent_and_differ_only_by_noise()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        manual_seed(1);
        var model = new NextStep(1, dtype: ScalarType.Float64);
        var known = randn(2, 5, 1, ScalarType.Float64);
        var noise = tensor([0.0, 1, 0, 1], ScalarType.Float64).unsqueeze(1);
        var forecast = RecursiveForecast.Of<NextStep, NextStep.State>(model, known, 3, (output, last) => output + noise, paths: 2);
        Assert.Equal([4L, 3, 1], forecast.shape);

        var quietly = RecursiveForecast.Of<NextStep, NextStep.State>(model, known, 3, static (output, _) => output);
        Assert.True(forecast.index_select(0, tensor([0L, 2])).allclose(quietly));
        Assert.True(forecast.index_select(0, tensor([1L, 3])).select(1, 0).allclose(quietly.select(1, 0) + 1));
    }
}
