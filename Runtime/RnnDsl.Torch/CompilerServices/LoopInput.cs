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

    /// <summary>An input projection, not computed yet.</summary>
    /// <param name="compute">Returns [time, batch, size] from the operands, by deterministic operations that autograd records.</param>
    /// <param name="a">The first operand: a sequence [time, batch, features] that nothing modifies, a weight or a bias; so are the operands after it.</param>
    public static LoopInput Of(Func<Tensor, Tensor> compute, Tensor a) => new(given => compute(given[0]), a);

    /// <inheritdoc cref="Of(Func{Tensor, Tensor}, Tensor)"/>
    public static LoopInput Of(Func<Tensor, Tensor, Tensor> compute, Tensor a, Tensor b) => new(given => compute(given[0], given[1]), a, b);

    /// <inheritdoc cref="Of(Func{Tensor, Tensor}, Tensor)"/>
    public static LoopInput Of(Func<Tensor, Tensor, Tensor, Tensor> compute, Tensor a, Tensor b, Tensor c) => new(given => compute(given[0], given[1], given[2]), a, b, c);

    /// <inheritdoc cref="Of(Func{Tensor, Tensor}, Tensor)"/>
    public static LoopInput Of(Func<Tensor, Tensor, Tensor, Tensor, Tensor> compute, Tensor a, Tensor b, Tensor c, Tensor d) => new(given => compute(given[0], given[1], given[2], given[3]), a, b, c, d);

    /// <inheritdoc cref="Of(Func{Tensor, Tensor}, Tensor)"/>
    public static LoopInput Of(Func<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> compute, Tensor a, Tensor b, Tensor c, Tensor d, Tensor e) => new(given => compute(given[0], given[1], given[2], given[3], given[4]), a, b, c, d, e);

    /// <inheritdoc cref="Of(Func{Tensor, Tensor}, Tensor)"/>
    public static LoopInput Of(Func<Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor> compute, Tensor a, Tensor b, Tensor c, Tensor d, Tensor e, Tensor f) => new(given => compute(given[0], given[1], given[2], given[3], given[4], given[5]), a, b, c, d, e, f);

    internal Func<Tensor[], Tensor> Compute { get; }

    internal Tensor[] Operands { get; }

    /// <summary>The operands for a recomputation. Weights and biases are copied, because an optimizer may overwrite them before.</summary>
    /// <param name="narrow">Whether sequences are kept in bfloat16.</param>
    internal Tensor[] CopyOperands(bool narrow) =>
        [.. Operands.Select(operand => operand.dim() < 3 ? operand.detach().clone() : narrow ? KeptTensors.Narrow(operand.detach()) : operand.detach())];
}
