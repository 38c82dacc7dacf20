using System.ComponentModel;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// The input projection of a cell for all time steps, and the function that recomputes it, because <see cref="RecurrentLoop{T}"/> overwrites it with the gates.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoopInput
{
    /// <summary>An input projection, not computed yet.</summary>
    /// <param name="compute">Returns [time, batch, size] from the operands, by deterministic operations that autograd records.</param>
    /// <param name="operands">The operands: sequences [time, batch, features] that nothing modifies, weights and biases.</param>
    public LoopInput(Func<Tensor[], Tensor> compute, params Tensor[] operands)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(operands);
        (Compute, Operands) = (compute, operands);
    }

    internal Func<Tensor[], Tensor> Compute { get; }

    internal Tensor[] Operands { get; }

    /// <summary>The operands for a recomputation. Weights and biases are copied, because an optimizer may overwrite them before.</summary>
    internal Tensor[] CopyOperands() => [.. Operands.Select(operand => operand.dim() < 3 ? operand.detach().clone() : operand.detach())];
}
