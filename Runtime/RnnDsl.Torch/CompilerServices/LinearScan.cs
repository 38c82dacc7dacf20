using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// A state that is linear in its previous value, s_t = α_t ⊙ s_{t-1} + β_t, after all steps: in chunks of 32 steps by doubling, which takes five passes over all of them, and from chunk to chunk one after the other
/// (Blelloch, "Prefix Sums and Their Applications", 1990; Martin and Cundy, "Parallelizing Linear Recurrent Neural Nets Over Sequence Length", 2018). Nothing is divided by products of α, and none is of more
/// than a chunk: they do not overflow before α is 16 in single precision.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LinearScan
{
    private const string Switch = "RnnDsl.Scans";

    /// <summary>The steps over which products of α are formed.</summary>
    private const long LongestChunk = 32;

    /// <summary>
    /// Whether loops of linear states run as scans: on accelerators, where a step takes as long as its calls. On a CPU a kernel is faster, or a loop that touches each step once. The
    /// <see cref="AppContext"/> switch <c>RnnDsl.Scans</c> overrides the rule.
    /// </summary>
    /// <param name="sequence">The first tensor of the loop.</param>
    public static bool IsFor(Tensor sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return AppContext.TryGetSwitch(Switch, out var enabled) ? enabled : sequence.device_type != DeviceType.CPU;
    }

    /// <summary>The state after every step, [time, batch, size].</summary>
    /// <param name="factor">α, which expands to [time, batch, size]; <c>null</c> for a state that does not read its previous value.</param>
    /// <param name="addend">β, which expands to the same; <c>null</c> for 0.</param>
    /// <param name="initial">The state before the first step, [batch, size].</param>
    /// <param name="steps">The time steps.</param>
    public static Tensor Of(Tensor? factor, Tensor? addend, Tensor initial, long steps)
    {
        ArgumentNullException.ThrowIfNull(initial);
        long[] shape = [steps, .. initial.shape];
        var b = (addend ?? initial.new_zeros(1)).expand(shape);
        if (factor is null)
            return b;
        var a = factor.expand(shape);
        return is_grad_enabled() && (a.requires_grad || b.requires_grad || initial.requires_grad) ? Recorded.apply(a, b, initial) : Compute(a, b, initial);
    }

    /// <summary>Two states that read each other, after every step: s = α₁₁ ⊙ s_{t-1} + α₁₂ ⊙ u_{t-1} + β₁, u = α₂₁ ⊙ s_{t-1} + α₂₂ ⊙ u_{t-1} + β₂.</summary>
    /// <param name="factors">α₁₁, α₁₂, α₂₁ and α₂₂, which expand to [time, batch, size]; <c>null</c> for 0.</param>
    /// <param name="addends">β₁ and β₂, which expand to the same; <c>null</c> for 0.</param>
    /// <param name="first">The first state before the first step, [batch, size].</param>
    /// <param name="second">The second state before the first step, [batch, size].</param>
    /// <param name="steps">The time steps.</param>
    public static (Tensor First, Tensor Second) OfPair(Tensor?[] factors, Tensor?[] addends, Tensor first, Tensor second, long steps)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(addends);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        long[] shape = [steps, .. first.shape];
        Tensor[] given = [.. factors.Concat(addends).Select(tensor => (tensor ?? first.new_zeros(1)).expand(shape)), first, second];
        if (is_grad_enabled() && given.Any(static tensor => tensor.requires_grad))
        {
            var both = LinearPairScan.apply(given);
            return (both[0], both[1]);
        }

        var states = LinearPairScan.Compute(given);
        return (states[0], states[1]);
    }

    /// <summary>
    /// A state that is linear in its previous value and clipped, s_t = min(max(α_t ⊙ s_{t-1} + β_t, lower_t), upper_t), after every step, [time, batch, size]. The map of several steps is such a map again. Where
    /// gradients are recorded, the states are those of a linear recurrence whose factors are the derivatives of the steps.
    /// </summary>
    /// <param name="factor">α, which expands to [time, batch, size]; <c>null</c> for a state that does not read its previous value.</param>
    /// <param name="addend">β, which expands to the same; <c>null</c> for 0.</param>
    /// <param name="lower">The lower bound, which expands to the same; <c>null</c> for none.</param>
    /// <param name="upper">The upper bound, which holds where the bounds cross; <c>null</c> for none.</param>
    /// <param name="initial">The state before the first step, [batch, size].</param>
    /// <param name="steps">The time steps.</param>
    /// <param name="step">The states after all steps, of those before: the cell's own operations, which gradients are taken of.</param>
    public static Tensor OfClipped(Tensor? factor, Tensor? addend, Tensor? lower, Tensor? upper, Tensor initial, long steps, Func<Tensor, Tensor> step)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(step);
        long[] shape = [steps, .. initial.shape];
        var (a, b) = ((factor ?? initial.new_zeros(1)).expand(shape), (addend ?? initial.new_zeros(1)).expand(shape));
        var (least, most) = (lower?.expand(shape), upper?.expand(shape));
        var isRecorded = is_grad_enabled() && new[] { a, b, least, most, initial }.Any(static tensor => tensor is { requires_grad: true });
        Tensor before, isHeld;
        using (no_grad())
        {
            var states = ClippedScan.Compute(a, b, least, most, initial);
            if (!isRecorded)
                return states;
            before = Before(states, initial);
            isHeld = ClippedScan.IsHeld(a, b, least, most, before);
        }

        var (linear, rest) = ClippedScan.Linearised(step, before, isHeld);
        return Of(linear, rest, initial, steps);
    }

    /// <summary>The state before every step, [time, batch, size].</summary>
    /// <param name="states">The state after every step, [time, batch, size].</param>
    /// <param name="initial">The state before the first step, [batch, size].</param>
    public static Tensor Before(Tensor states, Tensor initial)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(initial);
        return cat([initial.unsqueeze(0), states.narrow(0, 0, states.size(0) - 1)], 0);
    }

    private static Tensor Compute(Tensor a, Tensor b, Tensor initial)
    {
        using var scope = NewDisposeScope();

        // (α, β) of one step; after each pass those of twice as many, up to each step of a chunk.
        var (product, state) = (Chunks(a), Chunks(b));
        for (long reach = 1; reach < product.size(1); reach *= 2)
        {
            var rest = product.size(1) - reach;
            var later = product.narrow(1, reach, rest);
            var next = cat([state.narrow(1, 0, reach), torch.addcmul(state.narrow(1, reach, rest), later, state.narrow(1, 0, rest), Scalars.One)], 1);
            var nextProduct = cat([product.narrow(1, 0, reach), later * product.narrow(1, 0, rest)], 1);
            product.Dispose();
            state.Dispose();
            (product, state) = (nextProduct, next);
        }

        // The state before each chunk.
        var before = new List<Tensor> { initial };
        for (long chunk = 0; chunk < product.size(0) - 1; chunk++)
            before.Add(addcmul(state[chunk][-1], product[chunk][-1], before[^1], Scalars.One));
        return state.addcmul_(product, stack(before).unsqueeze(1), Scalars.One).flatten(0, 1).narrow(0, 0, a.size(0)).MoveToOuterDisposeScope();
    }

    /// <summary>A copy of a tensor over all steps in chunks, [chunks, steps, batch, size]; zeros behind the last step.</summary>
    internal static Tensor Chunks(Tensor tensor)
    {
        var steps = tensor.size(0);
        var length = Math.Min(steps, LongestChunk);
        var chunks = (steps + length - 1) / length;
        long[] shape = [chunks, length, .. tensor.shape[1..]];
        return chunks * length == steps ? tensor.reshape(shape).clone() : cat([tensor, tensor.new_zeros([(chunks * length) - steps, .. tensor.shape[1..]])], 0).reshape(shape);
    }

    /// <summary>A scan that autograd records. Its gradient is a scan from the last step to the first.</summary>
    private sealed class Recorded : autograd.SingleTensorFunction<Recorded>
    {
        public override string Name => nameof(LinearScan);

        public override Tensor forward(autograd.AutogradContext context, params object[] given)
        {
            var (a, b, initial) = ((Tensor)given[0], (Tensor)given[1], (Tensor)given[2]);
            var states = Compute(a, b, initial);
            context.save_for_backward([a, b, initial, states.detach()]);
            return states;
        }

        [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "None may reach libtorch, and each is stored and rethrown.")]
        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
        {
            List<Tensor> gradients;
            try
            {
                using var scope = NewDisposeScope();
                var saved = context.get_saved_variables();
                var (a, b, initial) = (saved[0], saved[1], saved[2]);

                // Where the backward pass is itself recorded, the states are computed with their history.
                var states = is_grad_enabled() ? Of(a, b, initial, a.size(0)) : saved[3];

                // λ_t = ∂s_t + α_{t+1} ⊙ λ_{t+1}; ∂β = λ, ∂α_t = λ_t ⊙ s_{t-1}, ∂s_0 = α_1 ⊙ λ_1
                var steps = a.size(0);
                var following = cat([a.narrow(0, 1, steps - 1), zeros_like(a.narrow(0, 0, 1))], 0);
                var adjoint = Of(following.flip(0), gradient.flip(0), zeros_like(initial), steps).flip(0);
                gradients =
                [
                    a.requires_grad ? (adjoint * Before(states, initial)).MoveToOuterDisposeScope() : null!,
                    b.requires_grad ? adjoint.MoveToOuterDisposeScope() : null!,
                    initial.requires_grad ? (a[0] * adjoint[0]).MoveToOuterDisposeScope() : null!,
                ];
            }
            catch (Exception error)
            {
                gradients = BackwardErrors.Refused(error, [true, true, true]);
            }

            // libtorch reads the gradients after this method has returned: the context keeps them.
            context.save_data(nameof(backward), gradients);
            return gradients;
        }
    }
}
