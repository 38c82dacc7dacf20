using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Sequences of tokens side by side, each filled up with <see cref="SpecialTokens.Padding"/> behind its end, and their classes.</summary>
/// <param name="Tokens">int64 [batch, longest].</param>
/// <param name="Lengths">int64 [batch], how many tokens of each row are real.</param>
/// <param name="Labels">int64 [batch], the class of each.</param>
public readonly record struct LabelledSequenceBatch(Tensor Tokens, Tensor Lengths, Tensor Labels) : IDisposable
{
    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        Tokens.Dispose();
        Lengths.Dispose();
        Labels.Dispose();
    }
}
