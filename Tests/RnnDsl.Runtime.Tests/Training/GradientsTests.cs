using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

public sealed class GradientsTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(1_000)]
    public void Clipping_by_norm_equals_torch(double maxNorm)
    {
        var (ours, theirs) = (Parameters(), Parameters());
        using var norm = Gradients.ClipNorm(ours, maxNorm);
        var expected = nn.utils.clip_grad_norm_(theirs, maxNorm);

        Assert.Equal(expected, norm.item<float>(), 1e-4);
        foreach (var (our, their, unclipped) in ours.Zip(theirs, Parameters()).Take(2))
        {
            Assert.True(our.grad!.allclose(their.grad!, rtol: 1e-6));
            Assert.Equal(maxNorm == 1_000, our.grad!.Equals(unclipped.grad!));
        }
        Assert.Null(ours[2].grad);
    }

    [Fact]
    public void Parameters_without_gradients_are_skipped()
    {
        using var norm = Gradients.ClipNorm([nn.Parameter(ones(3))], 1);
        Assert.Equal(0, norm.item<float>());
    }

    private static List<Parameter> Parameters()
    {
        List<Parameter> parameters = [nn.Parameter(arange(6, dtype: ScalarType.Float32).view(2, 3)), nn.Parameter(full(4, -2.0f)), nn.Parameter(ones(2))];
        ((parameters[0] * parameters[0]).sum() + (parameters[1] * 3).sum()).backward();
        return parameters;
    }
}
