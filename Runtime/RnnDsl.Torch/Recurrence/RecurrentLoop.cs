using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// A recurrent layer over all time steps as one function of autograd, with gradients derived by hand: a graph of every operation of every step would take
/// several times as long to build and to differentiate.
/// </summary>
/// <remarks>
/// Where the gradients are recorded to be differentiated themselves (<c>create_graph: true</c>), the loop is computed anew by <see cref="Step(Tensor[])"/>, and
/// autograd differentiates that: slower, and right. For this each call copies the weights and holds the layer's input,
/// which autograd holds anyway for the gradient of the input weights.
/// </remarks>
/// <typeparam name="T">The class of the loop.</typeparam>
public abstract class RecurrentLoop<T> : autograd.MultiTensorFunction<T>
    where T : RecurrentLoop<T>, new()
{
    /// <summary>The name of the loop's class.</summary>
    public sealed override string Name => typeof(T).Name;

    /// <summary>Runs the loop.</summary>
    /// <param name="projection">The input projection; <c>null</c> for a cell that has none.</param>
    /// <param name="states">The initial states, [batch, size] each.</param>
    /// <param name="weights">The weights and biases that the steps read.</param>
    /// <param name="inputs">What else the steps read of the input, [time, batch, size] each, which nobody writes to.</param>
    /// <param name="masks">Dropout and zoneout masks, [time, batch, size] each.</param>
    /// <param name="attention">From <see cref="SourceAttention.StartLoop"/>, for a loop that attends.</param>
    /// <returns>Each state after every step, [time, batch, size], and for a loop that attends the attention weights, [time, batch, positions].</returns>
    /// <exception cref="ArgumentException">Two of the tensors have different dtypes or devices, with which the derivative would fail.</exception>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Called by the name of a loop's class, as autograd's own apply is: LstmLoop.Run.")]
    public static List<Tensor> Run(
        LoopInput? projection, Tensor[] states, Tensor[] weights, Tensor[]? inputs = null, Tensor[]? masks = null, Tensor?[]? attention = null)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(weights);
        (inputs, masks, attention) = (inputs ?? [], masks ?? [], attention ?? []);
        var isRecorded = is_grad_enabled();
        Tensor[] operands = isRecorded && projection is not null ? projection.CopyOperands() : [];
        Tensor[] projected = projection is null ? [] : [projection.Compute(projection.Operands)];
        Expect.OneType([.. projected, .. inputs, .. states, .. masks, .. weights], typeof(T).Name);
        return apply(
        [
            .. projected,
            .. inputs,
            .. states.Select(Own),
            .. masks,
            .. weights.Select(Own),
            .. attention!,
            operands,
            new LoopCall(
                projection?.Compute, operands.Length, projected.Length + inputs.Length, states.Length, masks.Length, weights.Length, attention.Length > 0, isRecorded),
        ]);

        // An optimizer may write over the weights before the gradients are asked for, and a caller over the states.
        Tensor Own(Tensor tensor) => isRecorded ? tensor.clone() : tensor;
    }

    /// <summary>The gradients of what the loop was given.</summary>
    /// <remarks>
    /// An exception that leaves this method ends the process: libtorch calls it. So it is kept (<see cref="BackwardErrors"/>), and autograd is given gradients that it
    /// refuses, which raises an exception in the caller of <c>backward</c>.
    /// </remarks>
    /// <param name="ctx">What the forward run has kept.</param>
    /// <param name="grad_outputs">The gradients of the results, invalid for a result that takes no part.</param>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "None may reach libtorch, and each is kept.")]
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ArgumentNullException.ThrowIfNull(grad_outputs);
        List<Tensor> gradients;
        try
        {
            gradients = AllGradients((LoopCall)ctx.get_data(nameof(LoopCall)), ctx, grad_outputs);
        }
        catch (Exception error)
        {
            gradients = BackwardErrors.Refused(error, (bool[])ctx.get_data(nameof(BackwardErrors)));
        }

        // libtorch reads them after this method has returned.
        ctx.save_data(nameof(backward), gradients);
        return gradients;
    }

    private List<Tensor> AllGradients(LoopCall call, autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var all = ctx.get_saved_variables();
        var given = all.GetRange(0, call.Count);
        var results = is_grad_enabled()
            ? RecordedGradients(call, given, all.GetRange(call.Count, call.Operands), grad_outputs)
            : Gradients(given, all.GetRange(call.Count + call.Operands, all.Count - call.Count - call.Operands), grad_outputs);

        // Nothing is the gradient of the operands and of the call, which are no tensors.
        return [.. results.Select(gradient => gradient?.MoveToOuterDisposeScope()!), null!, null!];
    }

    /// <summary>Keeps for the gradients what was given and what the forward run has computed.</summary>
    /// <param name="context">Where it is kept.</param>
    /// <param name="given">What the forward run was given.</param>
    /// <param name="computed">What it has computed, in a dispose scope of its own.</param>
    protected static void Keep(autograd.AutogradContext context, object[] given, IEnumerable<Tensor> computed)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(computed);
        context.set_materialize_grads(false);
        var call = (LoopCall)given[^1];
        if (!call.IsRecorded)
            return;

        context.save_data(nameof(LoopCall), call);
        context.save_data(nameof(BackwardErrors), Array.ConvertAll(given, static one => one is Tensor));
        context.save_for_backward([.. given.Take(call.Count).Cast<Tensor>(), .. (Tensor[])given[^2], .. computed.Select(tensor => tensor.MoveToOuterDisposeScope())]);
    }

    /// <summary>The gradients, derived by hand. Nothing is recorded meanwhile.</summary>
    /// <param name="given">What the loop was given; in place of the input projection the gates that overwrote it.</param>
    /// <param name="computed">What <see cref="Keep"/> was told.</param>
    /// <param name="gradients">The gradients of the results, invalid for a result that takes no part.</param>
    /// <returns>One for each that was given, <c>null</c> for none.</returns>
    protected abstract List<Tensor> Gradients(List<Tensor> given, List<Tensor> computed, List<Tensor> gradients);

    /// <summary>One time step by ordinary operations.</summary>
    /// <param name="given">Of the sequences, the states before the step, the masks and the weights, in this order.</param>
    /// <returns>The states after the step.</returns>
    protected abstract Tensor[] Step(Tensor[] given);

    /// <summary>The gradients as values that depend on what was given: the loop computed anew, and differentiated by autograd.</summary>
    private List<Tensor> RecordedGradients(LoopCall call, List<Tensor> saved, List<Tensor> operands, List<Tensor> gradients)
    {
        // One of them may depend on another, as an input projection on another input. Gradients are asked for views of them, none of which depends on another.
        // An alias would not do: to TorchSharp that is the same tensor.
        var given = saved.Select(tensor => tensor?.view_as(tensor)).ToArray();
        if (call.Project is not null)
            given[0] = RecomputedProjection.apply(saved[0], call.Project, operands.ToArray());

        var results = Unroll(call, given);
        var asked = Enumerable.Range(0, results.Length).Where(i => !gradients[i].IsInvalid && results[i].requires_grad).ToList();
        var wanted = Enumerable.Range(0, given.Length).Where(i => given[i] is { requires_grad: true }).ToList();
        var found = new Tensor[given.Length];
        if (asked.Count > 0 && wanted.Count > 0)
        {
            var derived = autograd.grad(
                [.. asked.Select(i => results[i])], [.. wanted.Select(i => given[i]!)], [.. asked.Select(i => gradients[i])],
                retain_graph: true, create_graph: true, allow_unused: true);
            foreach (var (i, gradient) in wanted.Zip(derived))
                found[i] = gradient.IsInvalid ? null! : gradient;
        }

        return [.. found];
    }

    /// <summary>The loop by ordinary operations, step after step.</summary>
    private Tensor[] Unroll(LoopCall call, Tensor?[] given)
    {
        var sequences = given[..call.Sequences].Select(tensor => tensor!.unbind(0)).ToArray();
        var (afterStates, afterMasks) = (call.Sequences + call.States, call.Sequences + call.States + call.Masks);
        var states = given[call.Sequences..afterStates].Select(tensor => tensor!).ToArray();
        var masks = given[afterStates..afterMasks].Select(tensor => tensor!.unbind(0)).ToArray();
        var weights = given[afterMasks..(afterMasks + call.Weights)].Select(tensor => tensor!).ToArray();
        var attention = given[(afterMasks + call.Weights)..];

        var results = Enumerable.Range(0, call.States + (call.Attends ? 1 : 0)).Select(_ => new List<Tensor>()).ToArray();
        for (var t = 0; t < sequences[0].Length; t++)
        {
            var inputs = sequences.Select(sequence => sequence[t]).ToArray();
            if (call.Attends)
            {
                (inputs[0], var share) = AttentionLoop.Step(inputs[0], states[0], attention);
                results[^1].Add(share);
            }

            // A state that depends on weights alone is one vector for the whole batch.
            var next = Step([.. inputs, .. states, .. masks.Select(mask => mask[t]), .. weights]);
            states = [.. next.Zip(states, (after, before) => after.expand_as(before))];
            for (var i = 0; i < states.Length; i++)
                results[i].Add(states[i]);
        }

        return [.. results.Select(steps => stack(steps))];
    }

    /// <summary>The input projection of a loop that has overwritten it: its values anew, in its old place in the graph.</summary>
    private sealed class RecomputedProjection : autograd.SingleTensorFunction<RecomputedProjection>
    {
        public override string Name => nameof(RecomputedProjection);

        public override Tensor forward(autograd.AutogradContext context, params object[] given) => ((Func<Tensor[], Tensor>)given[1])((Tensor[])given[2]);

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) => [gradient, null!, null!];
    }
}
