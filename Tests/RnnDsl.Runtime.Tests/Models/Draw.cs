using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Random tensors from a generator of its own, so that tests that run side by side do not take each other's numbers.</summary>
public sealed class Draw(ScalarType dtype = ScalarType.Float64, ulong seed = 1) : IDisposable
{
    private readonly torch.Generator _generator = new(seed);

    public Tensor Normal(params long[] size) => randn(size, dtype: ScalarType.Float64, generator: _generator).to(dtype);

    public Tensor Tokens(long vocabulary, params long[] size) => randint(vocabulary, size, dtype: ScalarType.Int64, generator: _generator);

    /// <summary>Gives a module's parameters numbers of a size at which every gate is at work.</summary>
    public void Fill(nn.Module module)
    {
        using var _ = no_grad();
        foreach (var (_, parameter) in module.named_parameters())
        {
            parameter.copy_(Normal(parameter.shape) * 0.4);
        }
    }

    public void Dispose() => _generator.Dispose();
}
