using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>How the tensors that one call of a <see cref="RecurrentLoop{T}"/> is given are to be read. It is given behind them.</summary>
/// <param name="Project">Computes the input projection from its operands; <c>null</c> for a loop without one.</param>
/// <param name="Operands">How many operands it has.</param>
/// <param name="Sequences">How many tensors are [time, batch, size] and differentiable; the input projection is the first of them.</param>
/// <param name="States">How many initial states follow.</param>
/// <param name="Masks">How many masks follow, [time, batch, size].</param>
/// <param name="Weights">How many weights follow.</param>
/// <param name="Attends">Whether the tensors of an <see cref="AttentionLoop"/> follow.</param>
/// <param name="IsRecorded">Whether gradients may be asked for.</param>
internal sealed record LoopCall(
    Func<Tensor[], Tensor>? Project, int Operands, int Sequences, int States, int Masks, int Weights, bool Attends, bool IsRecorded)
{
    /// <summary>How many tensors are given.</summary>
    public int Count => Sequences + States + Masks + Weights + (Attends ? AttentionLoop.Count : 0);
}
