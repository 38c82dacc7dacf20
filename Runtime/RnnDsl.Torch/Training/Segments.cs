using System.Diagnostics.CodeAnalysis;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// Backpropagation through long sequences in little memory: the sequence is computed in segments, only the states between them are kept, and each segment but the last is computed
/// again in the backward pass. Chen, Xu, Zhang and Guestrin, "Training Deep Nets with Sublinear Memory Cost", 2016; Gruslys and others, "Memory-Efficient Backpropagation Through Time", 2016.
/// </summary>
public static class Segments
{
    /// <summary>The steps of a segment, and its steps in all sequences together, beside which its calls take little time.</summary>
    private const double ShortestSegment = 450;
    private const double FewestRows = 2000;

    /// <summary>
    /// Runs a model over whole sequences in segments. Outputs and gradients are those of one call; the memory between forward and backward pass is that of one segment, of the states between
    /// segments, and of the output. The forward pass of all segments but the last, whose backward pass comes first, is computed twice.
    /// </summary>
    /// <remarks>
    /// Dropout draws its masks for each segment, the same in both computations. Gradients reach the input, the initial state and the parameters; where they are differentiated again
    /// (create_graph), the memory is that of one call. The model must not change between the forward and the backward pass.
    /// </remarks>
    /// <typeparam name="TState">The state record of the model.</typeparam>
    /// <param name="model">A generated model whose layers all run forward in time: one that has <c>Step</c>.</param>
    /// <param name="input">int64 [batch, time] of tokens, or [batch, time, features].</param>
    /// <param name="segments">The number of segments; <c>null</c>: segments of about √time steps, which need least memory, but of at least 450 and 2,000 / batch, whose steps take most of the time.</param>
    /// <param name="state">The initial state; <c>null</c> for zeros.</param>
    /// <returns>The output [batch, time, features] and the state after the last step.</returns>
    /// <exception cref="ArgumentException">The model has no <c>Step</c>, is no module, or the input has no time steps.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than one segment, or more than time steps.</exception>
    public static (Tensor Output, TState State) InSegments<TState>(this ISequenceModel<TState> model, Tensor input, int? segments = null, TState? state = null)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        if (model is not nn.Module module || model is not IStepModel<TState> steps)
        {
            throw new ArgumentException(
                $"{model.GetType().Name} has no Step: a layer of it reads the sequence backward in time or as a whole, so it cannot be computed in segments. Declare it with [SequenceModel(Step = true)] to see which layer that is.", nameof(model));
        }

        if (input.dim() < 2 || input.size(1) == 0)
            throw new ArgumentException($"The input is [batch, time] or [batch, time, features] with at least one step; it is [{string.Join(", ", input.shape)}].", nameof(input));
        var time = input.size(1);
        var count = segments ?? (int)Math.Ceiling(time / Math.Max(Math.Max(ShortestSegment, FewestRows / Math.Max(1, input.size(0))), Math.Sqrt(time)));
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(segments));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, time, nameof(segments));

        using var scope = NewDisposeScope();
        state ??= steps.InitialState(input.size(0));
        var parameters = module.parameters().ToArray<Tensor>();
        var outputs = new List<Tensor>(count);
        var kept = new KeptGradients();

        // One split has one gradient; each narrow would have one of the whole length.
        foreach (var part in input.split(Lengths(time, count), 1))
        {
            // The backward pass begins with the last segment: its values are not computed again.
            if (!is_grad_enabled() || outputs.Count == count - 1)
            {
                (var output, state) = model.forward(part, null, state);
                outputs.Add(output);
                continue;
            }

            var call = new SegmentCall<TState>(model, module, state, kept);
            var results = SegmentFunction.apply([part, .. state.Tensors.Select(static pair => pair.Value), .. parameters, call]);
            outputs.Add(results[0]);
            state = call.StateOf(results.GetRange(1, results.Count - 1));
        }

        return (cat(outputs, 1).MoveToOuterDisposeScope(), state.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The lengths of the segments, each one step shorter than the one before: its tensors fit where those of that one were. glibc would not place tensors of the same size there, because what is kept between
    /// two segments takes a few bytes of it, and the process would grow by the memory of a segment with each one.
    /// </summary>
    private static long[] Lengths(long time, long count)
    {
        var step = count <= time / count ? 1 : 0;
        var (last, remainder) = Math.DivRem(time - (step * count * (count - 1) / 2), count);
        return [.. Enumerable.Range(0, (int)count).Select(segment => last + (step * (count - 1 - segment)) + (segment < remainder ? 1 : 0))];
    }

    /// <summary>How a segment is computed.</summary>
    private abstract class SegmentCall(KeptGradients kept)
    {
        /// <summary>What keeps the gradients that a backward pass has returned.</summary>
        public KeptGradients Kept => kept;

        /// <summary>The number of tensors of the state.</summary>
        public abstract int States { get; }

        /// <summary>The output and the tensors of the state after the segment.</summary>
        public abstract Tensor[] Run(Tensor input, IReadOnlyList<Tensor> states);
    }

    private sealed class SegmentCall<TState>(ISequenceModel<TState> model, nn.Module module, TState pattern, KeptGradients kept) : SegmentCall(kept)
        where TState : RecurrentState<TState>
    {
        private readonly bool _draws = module.training;
        private readonly bool _isNarrow = ReducedPrecision.IsOn;
        private readonly long _seed = module.training ? randint(long.MaxValue, [1], dtype: ScalarType.Int64).item<long>() : 0;

        public override int States => pattern.Tensors.Count;

        public TState StateOf(IReadOnlyList<Tensor> tensors) => pattern.With(tensors);

        public override Tensor[] Run(Tensor input, IReadOnlyList<Tensor> states)
        {
            // Dropout draws the same masks whenever the segment is computed, and what follows draws as if it had been computed once.
            using var after = _draws ? Generator.Default.get_state() : null;
            if (_draws)
                manual_seed(_seed);
            using var precision = ReducedPrecision.Use(_isNarrow);
            var (output, state) = model.forward(input, null, StateOf(states));
            if (after is not null)
                Generator.Default.set_state(after);
            return [output, .. state.Tensors.Select(static pair => pair.Value)];
        }
    }

    /// <summary>
    /// The gradients that the last backward pass of a segment has returned: libtorch reads them after it has returned, and has read them when that of another segment runs. Those of
    /// all segments together would be as many copies of the parameters.
    /// </summary>
    private sealed class KeptGradients
    {
        private List<Tensor> _last = [];

        public void Replace(List<Tensor> gradients)
        {
            foreach (var gradient in _last)
                gradient?.Dispose();
            _last = gradients;
        }
    }

    /// <summary>A segment as one autograd function.</summary>
    private sealed class SegmentFunction : autograd.MultiTensorFunction<SegmentFunction>
    {
        public override string Name => nameof(SegmentFunction);

        public override List<Tensor> forward(autograd.AutogradContext context, params object[] given)
        {
            using var scope = NewDisposeScope();
            var call = (SegmentCall)given[^1];
            var tensors = given.OfType<Tensor>().ToList();
            context.set_materialize_grads(false);
            context.save_data(nameof(SegmentCall), call);
            context.save_data(nameof(BackwardErrors), Array.ConvertAll(given, static one => one is Tensor));
            context.save_for_backward(tensors);

            // An output may be an input, such as a state that a segment does not change.
            return [.. call.Run(tensors[0], tensors.GetRange(1, call.States)).Select(static tensor => tensor.alias().MoveToOuterDisposeScope())];
        }

        [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "None may reach libtorch, and each is stored and rethrown.")]
        public override List<Tensor> backward(autograd.AutogradContext context, List<Tensor> gradients)
        {
            List<Tensor> results;
            var call = (SegmentCall)context.get_data(nameof(SegmentCall));
            try
            {
                results = Gradients(call, context.get_saved_variables(), gradients);
            }
            catch (Exception error)
            {
                results = BackwardErrors.Refused(error, (bool[])context.get_data(nameof(BackwardErrors)));
            }

            call.Kept.Replace(results);
            return results;
        }

        private static List<Tensor> Gradients(SegmentCall call, List<Tensor> saved, List<Tensor> gradients)
        {
            using var scope = NewDisposeScope();
            var isRecorded = is_grad_enabled();
            using var recording = enable_grad();

            // Input and states are the leaves of the segment's own graph; the parameters are leaves as they are.
            var gate = new Gate();
            var leaves = saved.Select((tensor, i) => i > call.States ? tensor : isRecorded ? GateFunction.apply(tensor, gate) : tensor.detach().requires_grad_(tensor.requires_grad)).ToList();
            var outputs = call.Run(leaves[0], leaves.GetRange(1, call.States));
            var reached = Enumerable.Range(0, outputs.Length).Where(i => !gradients[i].IsInvalid && outputs[i].requires_grad).ToList();
            var wanted = Enumerable.Range(0, leaves.Count).Where(i => leaves[i].requires_grad).ToList();
            var results = new Tensor[leaves.Count + 1];
            if (reached.Count > 0 && wanted.Count > 0)
            {
                gate.IsClosed = true;
                var found = autograd.grad(
                    [.. reached.Select(i => outputs[i])],
                    [.. wanted.Select(i => leaves[i])],
                    [.. reached.Select(i => gradients[i])],
                    retain_graph: isRecorded,
                    create_graph: isRecorded,
                    allow_unused: true);
                gate.IsClosed = false;
                foreach (var (i, gradient) in wanted.Zip(found))
                    results[i] = gradient.IsInvalid ? null! : gradient.MoveToOuterDisposeScope();
            }

            return [.. results];
        }
    }

    /// <summary>Whether gradients pass from a segment to the graph of those before it.</summary>
    private sealed class Gate
    {
        public bool IsClosed { get; set; }
    }

    /// <summary>
    /// The identity, for second derivatives: what enters a segment keeps its graph, and while the gradients of the segment are computed none passes on to the segments before, whose
    /// parameters are the same.
    /// </summary>
    private sealed class GateFunction : autograd.SingleTensorFunction<GateFunction>
    {
        public override string Name => nameof(GateFunction);

        public override Tensor forward(autograd.AutogradContext context, params object[] given)
        {
            context.save_data(nameof(Gate), given[1]);
            return ((Tensor)given[0]).alias();
        }

        public override List<Tensor> backward(autograd.AutogradContext context, Tensor gradient) => [((Gate)context.get_data(nameof(Gate))).IsClosed ? null! : gradient, null!];
    }
}
