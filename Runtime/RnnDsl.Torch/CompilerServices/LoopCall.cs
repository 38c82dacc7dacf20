using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The layout of the tensors of one call of a <see cref="RecurrentLoop{T}"/>; the last argument of the call.</summary>
/// <param name="Project">Computes the input projection from its operands; <c>null</c> for a loop without one.</param>
/// <param name="Operands">The number of operands of the projection.</param>
/// <param name="Sequences">The number of differentiable tensors [time, batch, size]; the input projection is the first of them.</param>
/// <param name="States">The number of initial states that follow.</param>
/// <param name="Masks">The number of masks that follow, [time, batch, size].</param>
/// <param name="Weights">The number of weights that follow.</param>
/// <param name="Attends">Whether the tensors of an <see cref="AttentionLoop"/> follow.</param>
/// <param name="IsRecorded">Whether autograd records the call, for a backward pass.</param>
/// <param name="IsNarrow">Whether large products take bfloat16.</param>
/// <param name="KeepsNarrow">Whether the values of the steps are kept in bfloat16 (<see cref="KeptTensors"/>).</param>
/// <param name="KeepsNarrowGates">Whether the gates are, too. Then an anchor stands for the input projection in what is kept, which follows the operands.</param>
/// <param name="Lengths">The steps of each sequence, for a kernel; <c>null</c> where each has all, and for libtorch's operations, which compute all.</param>
internal sealed record LoopCall(
    Func<Tensor[], Tensor>? Project, int Operands, int Sequences, int States, int Masks, int Weights, bool Attends, bool IsRecorded, bool IsNarrow, bool KeepsNarrow, bool KeepsNarrowGates, int[]? Lengths)
{
    /// <summary>The number of tensors.</summary>
    public int Count => Sequences + States + Masks + Weights + (Attends ? AttentionLoop.Count : 0);
}
