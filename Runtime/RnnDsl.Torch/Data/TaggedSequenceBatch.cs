using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>A batch of token sequences, padded with <see cref="SpecialTokens.Padding"/>, and a label for each step.</summary>
/// <param name="Tokens">int64 [batch, longest].</param>
/// <param name="Lengths">int64 [batch], the number of valid tokens of each row.</param>
/// <param name="Labels">int64 [batch, longest], the class of each step; padding has <see cref="TaggedSequences.IgnoredLabel"/>.</param>
public readonly record struct TaggedSequenceBatch(Tensor Tokens, Tensor Lengths, Tensor Labels) : IDisposable
{
    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        Tokens.Dispose();
        Lengths.Dispose();
        Labels.Dispose();
    }
}
