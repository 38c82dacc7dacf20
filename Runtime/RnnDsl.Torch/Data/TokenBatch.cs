using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Sequences and what follows each of their tokens.</summary>
/// <param name="Inputs">int64 [batch, time].</param>
/// <param name="Targets">int64 [batch, time]: at each place the token that comes after the input's.</param>
public readonly record struct TokenBatch(Tensor Inputs, Tensor Targets) : IDisposable
{
    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }
}
