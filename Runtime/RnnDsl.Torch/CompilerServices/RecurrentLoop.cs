using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// A recurrent layer over all time steps as one autograd function with a derived backward pass: an autograd graph of every operation of every step would take
/// several times as long.
/// </summary>
/// <remarks>
/// Where the backward pass itself is recorded (<c>create_graph: true</c>), the loop is recomputed by <see cref="Step(Tensor[])"/>, and
/// autograd differentiates that: slower, and correct. For this each call copies the weights and saves the layer's input,
/// which autograd saves anyway for the gradient of the input weights.
/// </remarks>
/// <typeparam name="T">The class of the loop.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RecurrentLoop<T> : autograd.MultiTensorFunction<T>
    where T : RecurrentLoop<T>, new()
{
    /// <summary>The name of the loop's class.</summary>
    public sealed override string Name => typeof(T).Name;

    /// <summary>Runs the loop.</summary>
    /// <remarks>
    /// A kernel leaves out the steps behind the end of a sequence. Where no gradient is wanted, it keeps the outputs, and of everything else the present step.
    /// </remarks>
    /// <param name="projection">The input projection; <c>null</c> for a cell that has none.</param>
    /// <param name="lengths">int64 [batch], the number of valid steps of each sequence, at least 1; <c>null</c>: all are valid.</param>
    /// <param name="states">The initial states, [batch, size] each.</param>
    /// <param name="weights">The weights and biases of the steps.</param>
    /// <param name="inputs">Further inputs of the steps, [time, batch, size] each, which nothing modifies.</param>
    /// <param name="masks">Dropout and zoneout masks, [time, batch, size] each.</param>
    /// <param name="attention">From <see cref="SourceAttention.StartLoop"/>, for a loop with attention.</param>
    /// <returns>The outputs, which are zero on padding, and the final states.</returns>
    /// <exception cref="ArgumentException">Two of the tensors have different dtypes or devices.</exception>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Called by the name of a loop's class, as autograd's own apply is: LstmLoop.Run.")]
    public static LoopResult Run(
        LoopInput? projection, Tensor? lengths, Tensor[] states, Tensor[] weights, Tensor[]? inputs = null, Tensor[]? masks = null, Tensor?[]? attention = null)
    {
        ArgumentNullException.ThrowIfNull(states);
        ArgumentNullException.ThrowIfNull(weights);
        (inputs, masks, attention) = (inputs ?? [], masks ?? [], attention ?? []);
        Tensor[] projected = projection is null ? [] : [Project(projection)];
        Expect.OneType([.. projected, .. inputs, .. states, .. masks, .. weights], typeof(T).Name);

        var first = projected.Concat(inputs).First();
        if (LinearScan.IsFor(first) && new T().Scan([.. projected, .. inputs, .. states, .. masks, .. weights]) is { } scanned)
            return LoopResult.Of([.. scanned], states.Length, first.size(0), lengths);

        // Decided here: inside an autograd function nothing is recorded.
        var isRecorded = is_grad_enabled() && new[] { projected, inputs, states, weights, attention }.Any(static group => group.Any(static tensor => tensor is { requires_grad: true }));
        var keepsNarrow = isRecorded && ReducedPrecision.TakesSequence(first);
        var keepsNarrowGates = keepsNarrow && projection is not null && KeptTensors.NarrowGates(first);
        Tensor[] operands = isRecorded && projection is not null ? projection.CopyOperands(keepsNarrow) : [];
        var ofKernel = lengths is not null && LoopKernel.IsFor(first) ? Array.ConvertAll(lengths.data<long>().ToArray(), static length => checked((int)length)) : null;
        object[] given =
        [
            .. projected,
            .. inputs,
            .. states.Select(Copy),
            .. masks,
            .. weights.Select(Copy),
            .. attention!,
            keepsNarrowGates ? [.. operands, KeptTensors.Anchor(projected[0])] : operands,
            new LoopCall(
                projection?.Compute, operands.Length, projected.Length + inputs.Length, states.Length, masks.Length, weights.Length, attention.Length > 0, isRecorded, ReducedPrecision.IsOn, keepsNarrow, keepsNarrowGates, ofKernel),
        ];
        var all = isRecorded ? apply(given) : new T().forward(null!, given);
        var steps = first.size(0);
        if (keepsNarrowGates)
            Array.ForEach(projected, static tensor => tensor.Dispose());
        return LoopResult.Of(all, states.Length, steps, lengths);

        // Frees the intermediate tensors of the projection; autograd holds those that it saves.
        static Tensor Project(LoopInput input)
        {
            using var scope = NewDisposeScope();
            return input.Compute(input.Operands).MoveToOuterDisposeScope();
        }

        // An optimizer may overwrite the weights before the backward pass, and the caller the states.
        Tensor Copy(Tensor tensor) => isRecorded ? tensor.clone() : tensor;
    }

    /// <summary>The gradients of the loop's arguments.</summary>
    /// <remarks>
    /// libtorch calls this method, so an exception that leaves it would end the process. It is stored (<see cref="BackwardErrors"/>), and autograd
    /// gets gradients that it rejects, which raises an exception in the caller of <c>backward</c>.
    /// </remarks>
    /// <param name="ctx">The saved tensors of the forward pass.</param>
    /// <param name="grad_outputs">The gradients of the results, invalid for a result without one.</param>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "None may reach libtorch, and each is stored and rethrown.")]
    public sealed override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ArgumentNullException.ThrowIfNull(grad_outputs);
        List<Tensor> gradients;
        try
        {
            var call = (LoopCall)ctx.get_data(nameof(LoopCall));

            // On an accelerator libtorch calls from threads of its own.
            using var precision = ReducedPrecision.Use(call.IsNarrow);
            gradients = AllGradients(call, ctx, grad_outputs);
        }
        catch (Exception error)
        {
            gradients = BackwardErrors.Refused(error, (bool[])ctx.get_data(nameof(BackwardErrors)));
        }

        // libtorch reads the gradients after this method has returned: the context keeps them.
        ctx.save_data(nameof(backward), gradients);
        return gradients;
    }

    /// <summary>The number of steps whose values a forward pass keeps: all for a backward pass, and for libtorch's operations; else 1, the present one.</summary>
    /// <param name="given">The arguments of the loop.</param>
    protected static long KeptSteps(object[] given)
    {
        ArgumentNullException.ThrowIfNull(given);
        var first = (Tensor)given[0];
        return ((LoopCall)given[^1]).IsRecorded || !LoopKernel.IsFor(first) ? first.size(0) : 1;
    }

    /// <summary>The steps of each sequence, for a kernel; <c>null</c> where each has all.</summary>
    /// <param name="given">The arguments of the loop.</param>
    protected static int[]? LengthsOf(object[] given)
    {
        ArgumentNullException.ThrowIfNull(given);
        return ((LoopCall)given[^1]).Lengths;
    }

    /// <summary>The results of the forward pass. They share no memory with what the backward pass reads.</summary>
    /// <param name="given">The arguments of the loop.</param>
    /// <param name="states">Each state before the first step and after every step, [time + 1, batch, size]; or at two steps, between which it alternates.</param>
    /// <param name="attentionWeights">[time, batch, positions], of a loop with attention.</param>
    protected static List<Tensor> Results(object[] given, Tensor[] states, Tensor? attentionWeights = null)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(states);
        var (steps, isRecorded) = (((Tensor)given[0]).size(0), ((LoopCall)given[^1]).IsRecorded);
        var results = states.Select(state => state.size(0) == steps + 1 ? state.narrow(0, 1, steps) : state.narrow(0, steps % 2, 1));
        return [.. (attentionWeights is null ? results : results.Append(attentionWeights)).Select(result => (isRecorded ? result.clone() : result).MoveToOuterDisposeScope())];
    }

    private List<Tensor> AllGradients(LoopCall call, autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        using var scope = NewDisposeScope();
        var kept = KeptTensors.Of(call, ctx.get_saved_variables());
        List<Tensor> results;
        if (is_grad_enabled())
        {
            results = RecordedGradients(call, kept.Given, kept.WideOperands(), grad_outputs);
        }
        else
        {
            var (given, computed) = kept.ForGradients(call);
            results = Gradients(given, computed, grad_outputs, call.Lengths);
        }

        // Only arguments that require a gradient get one. The operands and the call are not tensors and have none.
        return [.. results.Zip(kept.Given, (gradient, argument) => argument is { requires_grad: true } ? gradient?.MoveToOuterDisposeScope()! : null!), null!, null!];
    }

    /// <summary>Saves the arguments and results of the forward pass for the backward pass.</summary>
    /// <param name="context">The context of the call; <c>null</c> for one that is not recorded.</param>
    /// <param name="given">The arguments of the loop.</param>
    /// <param name="computed">The results, in the current dispose scope.</param>
    protected static void Keep(autograd.AutogradContext? context, object[] given, IEnumerable<Tensor> computed)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(computed);
        var call = (LoopCall)given[^1];
        if (!call.IsRecorded)
            return;

        ArgumentNullException.ThrowIfNull(context);
        context.set_materialize_grads(false);
        context.save_data(nameof(LoopCall), call);
        context.save_data(nameof(BackwardErrors), Array.ConvertAll(given, static one => one is Tensor));
        context.save_for_backward([
            .. KeptTensors.Arguments(call, given), .. ((Tensor[])given[^2]).Take(call.Operands), .. KeptTensors.Values(call, given, computed).Select(static tensor => tensor.MoveToOuterDisposeScope())]);
    }

    /// <summary>The backward pass. Autograd does not record it.</summary>
    /// <param name="given">The arguments of the loop; the gates in place of the input projection that they overwrote.</param>
    /// <param name="computed">The tensors that <see cref="Keep"/> saved.</param>
    /// <param name="gradients">The gradients of the results, invalid for a result without one.</param>
    /// <param name="lengths">The steps of each sequence, for a kernel; <c>null</c> where each has all.</param>
    /// <returns>One gradient per argument, <c>null</c> for none. Gradients of weights are computed only if the weight requires one.</returns>
    protected abstract List<Tensor> Gradients(List<Tensor> given, List<Tensor> computed, List<Tensor> gradients, int[]? lengths);

    /// <summary>One time step with ordinary operations.</summary>
    /// <param name="given">The sequences at the step, the states before it, the masks and the weights, in this order.</param>
    /// <returns>The states after the step.</returns>
    protected abstract Tensor[] Step(Tensor[] given);

    /// <summary>All time steps with ordinary operations and scans; <c>null</c> for a loop whose states are not linear in their previous values.</summary>
    /// <param name="given">The sequences, the initial states, the masks and the weights, in this order.</param>
    /// <returns>Each state after every step, [time, batch, size].</returns>
    protected virtual Tensor[]? Scan(Tensor[] given) => null;

    /// <summary>The backward pass as a differentiable computation: recomputes the loop and differentiates it by autograd.</summary>
    private List<Tensor> RecordedGradients(LoopCall call, List<Tensor> saved, Tensor[] operands, List<Tensor> gradients)
    {
        // An argument may depend on another one, as an input projection on another input, so the gradients are taken with respect to independent views.
        // An alias does not work: TorchSharp treats it as the same tensor.
        var given = saved.Select(tensor => tensor?.view_as(tensor)).ToArray();
        if (call.Project is not null)
            given[0] = RecomputedProjection.apply(saved[0], call.Project, operands);

        var results = Unroll(call, given);
        var outputs = Enumerable.Range(0, results.Length).Where(i => !gradients[i].IsInvalid && results[i].requires_grad).ToList();
        var inputs = Enumerable.Range(0, given.Length).Where(i => given[i] is { requires_grad: true }).ToList();
        var found = new Tensor[given.Length];
        if (outputs.Count > 0 && inputs.Count > 0)
        {
            var derived = autograd.grad(
                [.. outputs.Select(i => results[i])], [.. inputs.Select(i => given[i]!)], [.. outputs.Select(i => gradients[i])],
                retain_graph: true, create_graph: true, allow_unused: true);
            foreach (var (i, gradient) in inputs.Zip(derived))
                found[i] = gradient.IsInvalid ? null! : gradient;
        }

        return [.. found];
    }

    /// <summary>The loop with ordinary operations, step by step.</summary>
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
                (inputs[0], var attentionWeights) = AttentionLoop.Step(inputs[0], states[0], attention);
                results[^1].Add(attentionWeights);
            }

            // A state that depends on weights only is one vector for the whole batch.
            var next = Step([.. inputs, .. states, .. masks.Select(mask => mask[t]), .. weights]);
            states = [.. next.Zip(states, (after, before) => after.expand_as(before))];
            for (var i = 0; i < states.Length; i++)
                results[i].Add(states[i]);
        }

        return [.. results.Select(steps => stack(steps))];
    }

    /// <summary>Gives an overwritten input projection its recomputed values, with its original gradient.</summary>
    private sealed class RecomputedProjection : autograd.SingleTensorFunction<RecomputedProjection>
    {
        public override string Name => nameof(RecomputedProjection);

        public override Tensor forward(autograd.AutogradContext context, params object[] given) => ((Func<Tensor[], Tensor>)given[1])((Tensor[])given[2]);

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) => [gradient, null!, null!];
    }
}
