using TorchSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.NativeLibrary;

public sealed class TorchSharpTests
{
    [Fact]
    public void TorchSharp_loads_and_computes()
    {
        using var scope = torch.NewDisposeScope();

        var sum = torch.arange(6, dtype: torch.ScalarType.Float32).reshape(2, 3).matmul(torch.ones(3, 2)).sum();

        Assert.Equal(30f, sum.item<float>());
    }
}
