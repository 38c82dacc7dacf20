using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// A <see cref="LinearScan"/> of two states that read each other, as an autograd function: of α₁₁, α₁₂, α₂₁, α₂₂, β₁, β₂ and both initial states. Its gradient is such a scan from the last step to the first.
/// The states are one tensor, [2, time, batch, size]: of two, TorchSharp reads the one without a gradient, which may be disposed.
/// </summary>
internal sealed class LinearPairScan : autograd.SingleTensorFunction<LinearPairScan>
{
    /// <summary>The number of arguments.</summary>
    private const int Count = 8;

    public override string Name => nameof(LinearPairScan);

    /// <summary>Both states after every step.</summary>
    public static List<Tensor> Compute(Tensor[] given)
    {
        using var scope = NewDisposeScope();
        Tensor[] products = [.. given[..4].Select(LinearScan.Chunks)];
        Tensor[] states = [.. given[4..6].Select(LinearScan.Chunks)];
        var length = products[0].size(1);
        for (long reach = 1; reach < length; reach *= 2)
        {
            var rest = length - reach;
            Tensor[] later = [.. products.Select(product => product.narrow(1, reach, rest))];
            Tensor[] earlier = [.. products.Select(product => product.narrow(1, 0, rest))];
            Tensor[] before = [.. states.Select(state => state.narrow(1, 0, rest))];

            // States after twice as many steps, and the product of their matrices.
            Tensor[] nextStates = [.. states.Select((state, i) => Joined(state, reach, Dot(later, i, before[0], before[1]).add_(state.narrow(1, reach, rest), Scalars.One)))];
            Tensor[] nextProducts = [.. products.Select((product, at) => Joined(product, reach, Dot(later, at / 2, earlier[at % 2], earlier[2 + (at % 2)])))];
            foreach (var tensor in products.Concat(states))
                tensor.Dispose();
            (products, states) = (nextProducts, nextStates);
        }

        // The states before each chunk.
        List<Tensor>[] starts = [[given[6]], [given[7]]];
        for (long chunk = 0; chunk < products[0].size(0) - 1; chunk++)
        {
            Tensor[] last = [.. products.Select(product => product[chunk][-1])];
            Tensor[] next = [.. states.Select((state, i) => Dot(last, i, starts[0][^1], starts[1][^1]).add_(state[chunk][-1], Scalars.One))];
            for (var i = 0; i < 2; i++)
                starts[i].Add(next[i]);
        }

        Tensor[] at0 = [.. starts.Select(start => stack(start).unsqueeze(1))];
        return [.. states.Select((state, i) => state.add_(Dot(products, i, at0[0], at0[1]), Scalars.One).flatten(0, 1).narrow(0, 0, given[0].size(0)).MoveToOuterDisposeScope())];

        static Tensor Joined(Tensor all, long reach, Tensor rest) => cat([all.narrow(1, 0, reach), rest], 1);

        // Row i of the matrices, times a vector.
        static Tensor Dot(Tensor[] matrices, int row, Tensor first, Tensor second) => (matrices[2 * row] * first).addcmul_(matrices[(2 * row) + 1], second, Scalars.One);
    }

    /// <summary>The factors of the next step, from the last step to the first.</summary>
    private static Tensor Following(Tensor factor) => cat([factor.narrow(0, 1, factor.size(0) - 1), zeros_like(factor.narrow(0, 0, 1))], 0).flip(0);

    public override Tensor forward(autograd.AutogradContext context, params object[] given)
    {
        Tensor[] tensors = [.. given.Cast<Tensor>()];
        var states = Compute(tensors);
        context.save_for_backward([.. tensors, .. states.Select(static state => state.detach())]);
        return stack(states);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "None may reach libtorch, and each is stored and rethrown.")]
    public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient)
    {
        List<Tensor> results;
        try
        {
            using var scope = NewDisposeScope();
            var saved = context.get_saved_variables();
            var (steps, initial) = (saved[0].size(0), saved.GetRange(6, 2));

            // Where the backward pass is itself recorded, the states are computed with their history.
            var states = is_grad_enabled() ? [.. apply([.. saved.Take(Count)]).unbind()] : saved.GetRange(Count, 2);

            // λ_t = ∂s_t + Aᵀ_{t+1} λ_{t+1}; ∂β = λ, ∂α_ij = λ_i ⊙ s_j,t-1, ∂s_0 = Aᵀ_1 λ_1
            Tensor[] turned = [Following(saved[0]), Following(saved[2]), Following(saved[1]), Following(saved[3])];
            var (first, second) = LinearScan.OfPair(turned, [.. gradient.unbind().Select(static part => part.flip(0))], zeros_like(initial[0]), zeros_like(initial[1]), steps);
            Tensor[] adjoint = [first.flip(0), second.flip(0)];
            Tensor[] before = [.. states.Zip(initial, LinearScan.Before)];
            List<Tensor> all =
            [
                adjoint[0] * before[0], adjoint[0] * before[1], adjoint[1] * before[0], adjoint[1] * before[1],
                adjoint[0], adjoint[1],
                (saved[0][0] * adjoint[0][0]).addcmul(saved[2][0], adjoint[1][0], Scalars.One),
                (saved[1][0] * adjoint[0][0]).addcmul(saved[3][0], adjoint[1][0], Scalars.One),
            ];
            results = [.. all.Select((tensor, i) => saved[i].requires_grad ? tensor.MoveToOuterDisposeScope() : null!)];
        }
        catch (Exception error)
        {
            results = BackwardErrors.Refused(error, [.. Enumerable.Repeat(true, Count)]);
        }

        // libtorch reads the gradients after this method has returned: the context keeps them.
        context.save_data(nameof(backward), results);
        return results;
    }
}
