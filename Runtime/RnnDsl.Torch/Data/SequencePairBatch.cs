using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>A batch of pairs of token sequences, padded with <see cref="SpecialTokens.Padding"/>.</summary>
/// <param name="Source">The encoder's input: int64 [batch, longest source].</param>
/// <param name="SourceLengths">int64 [batch], the number of valid tokens of each source.</param>
/// <param name="Inputs">The decoder's input, the begin token and then the target: int64 [batch, longest target + 1].</param>
/// <param name="Targets">The decoder's target, the target and then the end token: int64 [batch, longest target + 1].</param>
/// <param name="TargetLengths">int64 [batch], the number of valid tokens of each row of both: that of the target plus one.</param>
public readonly record struct SequencePairBatch(Tensor Source, Tensor SourceLengths, Tensor Inputs, Tensor Targets, Tensor TargetLengths) : IDisposable
{
    /// <summary>Disposes the tensors.</summary>
    public void Dispose()
    {
        Source.Dispose();
        SourceLengths.Dispose();
        Inputs.Dispose();
        Targets.Dispose();
        TargetLengths.Dispose();
    }
}
