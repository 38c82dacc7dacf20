using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// What a cell computes of the input alone, for all time steps at once, and how to compute it again: <see cref="RecurrentLoop{T}"/> overwrites it by the gates.
/// </summary>
public sealed class LoopInput
{
    /// <summary>A projection that has not been computed yet.</summary>
    /// <param name="compute">Gives [time, batch, size] of the operands, by operations that autograd records, and draws nothing.</param>
    /// <param name="operands">What it is computed of: sequences [time, batch, features] that nobody writes to, weights and biases.</param>
    public LoopInput(Func<Tensor[], Tensor> compute, params Tensor[] operands)
    {
        ArgumentNullException.ThrowIfNull(compute);
        ArgumentNullException.ThrowIfNull(operands);
        (Compute, Operands) = (compute, operands);
    }

    internal Func<Tensor[], Tensor> Compute { get; }

    internal Tensor[] Operands { get; }

    /// <summary>The operands for a later computation. Weights and biases are copied, because an optimizer may write over them by then.</summary>
    internal Tensor[] CopyOperands() => [.. Operands.Select(operand => operand.dim() < 3 ? operand.detach().clone() : operand.detach())];
}
