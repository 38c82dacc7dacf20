using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// A scan of clipped affine maps, s ↦ min(max(α ⊙ s + β, lower), upper). Of two, the second after the first, α₂ ⊙ min(max(x, l₁), u₁) + β₂ is clipped between α₂ ⊙ l₁ + β₂ and α₂ ⊙ u₁ + β₂, in
/// the other order where α₂ is negative, and then by the bounds of the second.
/// </summary>
internal static class ClippedScan
{
    private static readonly Scalar Infinity = double.PositiveInfinity;

    /// <summary>The states after every step, in chunks as those of <see cref="LinearScan"/>.</summary>
    public static Tensor Compute(Tensor a, Tensor b, Tensor? lower, Tensor? upper, Tensor initial)
    {
        using var scope = NewDisposeScope();
        var (most, least) = (upper ?? full_like(b, Infinity), lower ?? full_like(b, Scalars.NegativeInfinity));
        var map = new Map(LinearScan.Chunks(a), LinearScan.Chunks(b), LinearScan.Chunks(minimum(least, most)), LinearScan.Chunks(most));
        for (long reach = 1; reach < map.Factor.size(1); reach *= 2)
        {
            var next = Doubled(map, reach);
            map.Dispose();
            map = next;
        }

        // The state before each chunk.
        var before = new List<Tensor> { initial };
        for (long chunk = 0; chunk < map.Factor.size(0) - 1; chunk++)
            before.Add(map.Select(tensor => tensor[chunk][-1]).Of(before[^1]));
        return map.Of(stack(before).unsqueeze(1)).flatten(0, 1).narrow(0, 0, a.size(0)).MoveToOuterDisposeScope();
    }

    /// <summary>The maps of twice as many steps.</summary>
    private static Map Doubled(Map map, long reach)
    {
        using var scope = NewDisposeScope();
        var rest = map.Factor.size(1) - reach;
        var doubled = map.Select(tensor => tensor.narrow(1, reach, rest)).After(map.Select(tensor => tensor.narrow(1, 0, rest)));
        return map.Select(tensor => tensor.narrow(1, 0, reach)).Before(doubled).Select(static tensor => tensor.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The linear recurrence that the same states are near: the derivative of each step by its state, and the rest. The derivative is that of the step's own operations, also where a state equals a bound.
    /// </summary>
    /// <param name="step">The states after all steps of those before.</param>
    /// <param name="before">The states before every step.</param>
    /// <param name="isHeld">Where a bound holds a state, so that nothing is left of a factor, which may be infinite.</param>
    public static (Tensor Factor, Tensor Addend) Linearised(Func<Tensor, Tensor> step, Tensor before, Tensor isHeld)
    {
        var known = before.detach();
        using var read = known.clone().requires_grad_();
        var next = step(read);
        var derivative = autograd.grad([next], [read], [ones_like(next)], retain_graph: true, create_graph: true)[0];
        var factor = where(isHeld, zeros_like(known), derivative);
        return (factor, step(known).add(factor * known, Scalars.MinusOne));
    }

    /// <summary>Where a bound holds a state: 0 times an infinite factor is none of its derivatives.</summary>
    /// <param name="a">α, [time, batch, size].</param>
    /// <param name="b">β, [time, batch, size].</param>
    /// <param name="lower">The lower bound; <c>null</c> for none.</param>
    /// <param name="upper">The upper bound; <c>null</c> for none.</param>
    /// <param name="before">The states before every step.</param>
    public static Tensor IsHeld(Tensor a, Tensor b, Tensor? lower, Tensor? upper, Tensor before)
    {
        var value = addcmul(b, a, before, Scalars.One);
        var isBelow = lower is null ? zeros_like(value, dtype: ScalarType.Bool) : value.lt(lower);
        return upper is null ? isBelow : isBelow.logical_or((lower is null ? value : maximum(value, lower)).gt(upper));
    }

    /// <summary>A clipped affine map of each step and unit.</summary>
    private sealed record Map(Tensor Factor, Tensor Addend, Tensor Lower, Tensor Upper) : IDisposable
    {
        public void Dispose()
        {
            Factor.Dispose();
            Addend.Dispose();
            Lower.Dispose();
            Upper.Dispose();
        }

        public Map Select(Func<Tensor, Tensor> select) => new(select(Factor), select(Addend), select(Lower), select(Upper));

        /// <summary>The map of a state.</summary>
        public Tensor Of(Tensor state) => minimum(maximum(addcmul(Addend, Factor, state, Scalars.One), Lower), Upper);

        /// <summary>This map after another one.</summary>
        public Map After(Map first)
        {
            var (one, other) = (At(first.Lower), At(first.Upper));
            return new(Factor * first.Factor, At(first.Addend), Clipped(minimum(one, other)), Clipped(maximum(one, other)));

            // A factor of 0 leaves nothing of a bound, which may be infinite.
            Tensor At(Tensor value) => where(Factor.eq(Scalars.Zero), Addend, addcmul(Addend, Factor, value, Scalars.One));

            Tensor Clipped(Tensor bound) => minimum(maximum(bound, Lower), Upper);
        }

        /// <summary>The maps of the first steps, and behind them those of the rest.</summary>
        public Map Before(Map rest) => new(Joined(Factor, rest.Factor), Joined(Addend, rest.Addend), Joined(Lower, rest.Lower), Joined(Upper, rest.Upper));

        private static Tensor Joined(Tensor first, Tensor rest) => cat([first, rest], 1);
    }
}
