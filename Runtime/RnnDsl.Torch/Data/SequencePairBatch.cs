using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Pairs of sequences of tokens side by side, each filled up with <see cref="SpecialTokens.Padding"/> behind its end.</summary>
/// <param name="Source">The encoder's input: int64 [batch, longest source].</param>
/// <param name="SourceLengths">int64 [batch], how many tokens of each source are real.</param>
/// <param name="Inputs">What the decoder reads, the beginning and then the target: int64 [batch, longest target + 1].</param>
/// <param name="Targets">What the decoder is to say, the target and then the end: int64 [batch, longest target + 1].</param>
/// <param name="TargetLengths">int64 [batch], how many tokens of each row of both are real: those of the target and one.</param>
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
