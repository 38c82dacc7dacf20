using RnnDsl.Kernels;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>What kernels bind has the sizes of the loop, and what they compute keeps exact values exact.</summary>
public sealed class LoopShapeTests
{
    [Fact]
    public void Initial_state_of_another_size_is_an_error()
    {
        using var scope = NewDisposeScope();
        var layers = new FusedLayers(nn.GRU(3, 8, batchFirst: true));
        var error = Assert.Throws<ArgumentException>(() => layers.Gru(randn(2, 5, 3), null, zeros(1, 2, 4), training: false));
        Assert.Contains("A loop of 5 steps and 2 sequences has a tensor [6, 2, 4] where 8 columns are expected.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Interpolation_at_weights_0_and_1_is_exact()
    {
        foreach (var (start, end) in new[] { (1f, 1e-9f), (1e-9f, 1f), (-3e8f, 0.1f) })
        {
            Assert.Equal(start, Lerp(start, end, 0));
            Assert.Equal(end, Lerp(start, end, 1));
        }

        Assert.Equal(2.5f, Lerp(1, 4, 0.5f));

        static float Lerp(float start, float end, float weight)
        {
            var result = 0f;
            ScalarF.Store(Lanes.Lerp(ScalarF.Create(start), ScalarF.Create(end), ScalarF.Create(weight)), ref result, 0);
            return result;
        }
    }
}
