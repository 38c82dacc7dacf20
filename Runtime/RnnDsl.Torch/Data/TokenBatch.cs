using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>Token sequences and their next-token targets.</summary>
/// <param name="Inputs">int64 [batch, time].</param>
/// <param name="Targets">int64 [batch, time]: the token after each input token.</param>
public readonly record struct TokenBatch(Tensor Inputs, Tensor Targets) : IDisposable
{
    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
    }
}
