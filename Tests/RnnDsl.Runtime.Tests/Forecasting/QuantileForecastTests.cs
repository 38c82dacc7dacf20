using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Forecasting;

public sealed class QuantileForecastTests
{
    [Fact]
    public void Pinball_loss_equals_the_paper()
    {
        using var scope = NewDisposeScope();

        // e = 2 and e = -1, at 0.9: (0.9 · 2 + 0.1 · 1) / 2.
        var loss = QuantileForecast.PinballLoss(tensor([1.0, 4.0]).unsqueeze(1), tensor([3.0, 3.0]), 0.9);
        Assert.Equal(0.95, loss.item<double>(), 1e-12);
        Assert.Equal((0.95 + 0.75) / 2, QuantileForecast.PinballLoss(tensor(new[,] { { 1.0, 1.0 }, { 4.0, 4.0 } }), tensor([3.0, 3.0]), 0.9, 0.5).item<double>(), 1e-12);
    }

    [Fact]
    public void Pinball_loss_is_minimised_by_the_quantiles()
    {
        using var scope = NewDisposeScope();
        var numbers = arange(1, 1001).to(ScalarType.Float64) / 1000;
        var predicted = new Parameter(zeros(3, ScalarType.Float64));
        using var optimizer = optim.Adam([predicted], 0.01);
        for (var step = 0; step < 400; step++)
        {
            using var inner = NewDisposeScope();
            QuantileForecast.PinballLoss(predicted.expand(1000, 3), numbers, 0.1, 0.5, 0.9).backward();
            optimizer.step();
            optimizer.zero_grad();
        }
        Assert.True(predicted.detach().allclose(tensor([0.1, 0.5, 0.9]), atol: 0.02));
    }

    [Fact]
    public void Crossing_quantiles_are_sorted_and_interval_coverage_is_counted()
    {
        using var scope = NewDisposeScope();
        var predicted = QuantileForecast.Rearranged(tensor(new[,] { { 2.0, 1.0, 3.0 }, { 0.0, 5.0, 4.0 } }));
        Assert.Equal([1, 2, 3, 0, 4, 5], predicted.flatten().data<double>());
        Assert.Equal(1, QuantileForecast.Coverage(predicted, tensor([1.0, 5.0])));
        Assert.Equal(0.5, QuantileForecast.Coverage(predicted, tensor([0.9, 2.0])));
    }

    [Fact]
    public void Invalid_probabilities_and_shapes_are_errors()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => QuantileForecast.PinballLoss(zeros(2, 1), zeros(2), 1)).Message, StringComparison.Ordinal);
        foreach (var (band, target) in new[] { (zeros(4, 2), zeros(4, 1)), (zeros(4, 2), zeros(1)), (zeros(4, 3, 2), zeros(4)), (zeros(4, 1), zeros(4)) })
        {
            var error = Assert.Throws<ArgumentException>(() => QuantileForecast.Coverage(band, target));
            Assert.StartsWith($"The prediction interval of targets [{string.Join(", ", target.shape)}] must be [{string.Join(", ", target.shape)}, quantiles] of at least two quantiles; this one is [", error.Message, StringComparison.Ordinal);
        }

        Assert.Contains("are [2, 2]; these are [2, 1]", Assert.Throws<ArgumentException>(() => QuantileForecast.PinballLoss(zeros(2, 1), zeros(2), 0.1, 0.9)).Message, StringComparison.Ordinal);
    }
}
