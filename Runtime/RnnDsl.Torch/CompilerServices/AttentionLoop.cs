using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Attention inside an emitted loop: the query is the previous hidden state, and the projected context vector is added to the pre-activations of the cell's
/// gates. The backward pass leaves products that can cover all steps at once until after the loop. On a CPU the steps are those of a kernel
/// (<see cref="LoopKernel"/>), elsewhere <see cref="Forward"/> and <see cref="Backward"/>.
/// </summary>
/// <remarks>
/// Notation of the comments: e the attention scores, α the attention weights, m the values, s the tanh of additive scores, a the pre-activations.
/// The values are projected to the gates once for each source where that takes fewer operations than to project the context vector at each step.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AttentionLoop
{
    /// <summary>The number of tensors that <see cref="SourceAttention.StartLoop"/> returns.</summary>
    public const int Count = 6;

    // The additive scores are bound by memory bandwidth, so each pass over them counts. TorchSharp does not bind the `out=` variants of these
    // operations; TorchScript reaches them. The text is constant: a syntax error in it would end the process.
    private const string Source =
        """
        def squash(keys: Tensor, projected_query: Tensor, into: Tensor) -> Tensor:
            return torch.add(keys, projected_query.unsqueeze(1), out=into).tanh_()

        def tanh_gradient(s: Tensor, one: Tensor, into: Tensor) -> Tensor:
            return torch.addcmul(one, s, s, value=-1.0, out=into)

        """;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    private readonly AttentionLoopGradients? _gradients;

    // The hyperbolic tangents of a step, and the factor 1 - s² of their gradient.
    private Tensor? _activation;
    private Tensor? _tanhGradient;

    private AttentionLoop(ReadOnlySpan<object> tensors, Tensor weights, Tensor? queries, Tensor? contexts, AttentionLoopGradients? gradients)
    {
        (Keys, Values) = ((Tensor)tensors[0], (Tensor)tensors[1]);
        (ContextWeight, QueryWeight, Score, Padding) = ((Tensor?)tensors[2], (Tensor?)tensors[3], (Tensor?)tensors[4], (Tensor?)tensors[5]);
        (Weights, Queries, Contexts, _gradients) = (weights, queries, contexts, gradients);
    }

    /// <summary>The attention weights of all steps, [time, batch, positions].</summary>
    public Tensor Weights { get; }

    /// <summary>[batch, positions, size]</summary>
    internal Tensor Keys { get; }

    /// <summary>[batch, positions, features]</summary>
    internal Tensor Values { get; }

    /// <summary>[gates, features]; <c>null</c> for values that are projected already.</summary>
    internal Tensor? ContextWeight { get; }

    /// <summary>The weight of the query of additive scores, [size, query]; <c>null</c> for other scores.</summary>
    internal Tensor? QueryWeight { get; }

    /// <summary>v of additive scores, [size].</summary>
    internal Tensor? Score { get; }

    /// <summary>bool [batch, positions]; <c>null</c> without padding.</summary>
    internal Tensor? Padding { get; }

    /// <summary>W q of additive scores at each step that is kept, [time, batch, size].</summary>
    internal Tensor? Queries { get; }

    /// <summary>The context vectors that are projected at each step that is kept, [time, batch, features].</summary>
    internal Tensor? Contexts { get; }

    /// <summary>What the backward pass computes.</summary>
    internal AttentionLoopGradients BackwardPass => _gradients ?? throw new InvalidOperationException("The forward pass of an attention computes no gradients.");

    /// <summary>Starts the forward pass.</summary>
    /// <param name="given">The arguments of the loop, from <see cref="RecurrentLoop{T}.Run"/>.</param>
    /// <param name="kept">The number of steps whose values are kept: all, or 1, the present one, for a kernel without a backward pass.</param>
    public static AttentionLoop Start(object[] given, long kept)
    {
        ArgumentNullException.ThrowIfNull(given);
        var tensors = given.AsSpan(((LoopCall)given[^1]).Count - Count, Count);
        var (keys, values, steps) = ((Tensor)tensors[0], (Tensor)tensors[1], ((Tensor)given[0]).size(0));
        var (batch, positions) = (keys.size(0), keys.size(1));
        return new AttentionLoop(
            tensors,
            keys.new_empty(steps, batch, positions),
            tensors[3] is null ? null : keys.new_empty(kept, batch, keys.size(2)),
            tensors[2] is null ? null : values.new_empty(kept, batch, values.size(2)),
            gradients: null);
    }

    /// <summary>Resumes the attention for the backward pass.</summary>
    /// <param name="given">The arguments of the loop; the last <see cref="Count"/> are the attention's.</param>
    /// <param name="computed">The saved tensors of the forward pass; those of <see cref="Saved"/> are the last.</param>
    /// <param name="weightsGiven">[time, batch, positions], the gradient of the attention weights from the outputs; invalid for none.</param>
    public static AttentionLoop Resume(IReadOnlyList<Tensor> given, IReadOnlyList<Tensor> computed, Tensor weightsGiven)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(computed);
        object[] tensors = [.. given.Skip(given.Count - Count)];
        var (hasContexts, hasQueries) = (tensors[2] is not null, tensors[3] is not null);
        var weights = computed[^1];
        return new AttentionLoop(
            tensors, weights, hasQueries ? computed[^2] : null, hasContexts ? computed[hasQueries ? ^3 : ^2] : null,
            new AttentionLoopGradients((Tensor)tensors[0], (Tensor)tensors[1], weights, hasContexts, hasQueries, weightsGiven));
    }

    /// <summary>One step with ordinary operations, for second derivatives.</summary>
    /// <param name="gates">[batch, gates], the pre-activations without the context.</param>
    /// <param name="query">[batch, query], the previous hidden state.</param>
    /// <param name="tensors">The <see cref="Count"/> tensors that <see cref="SourceAttention.StartLoop"/> returns.</param>
    /// <returns>The pre-activations with the context, and the attention weights [batch, positions].</returns>
    internal static (Tensor Gates, Tensor Weights) Step(Tensor gates, Tensor query, ReadOnlySpan<Tensor?> tensors)
    {
        var (keys, values, contextWeight, queryWeight, score, padding) = (tensors[0]!, tensors[1]!, tensors[2], tensors[3], tensors[4], tensors[5]);

        // e = q · m, or v · tanh(W q + U m + b)
        var scores = queryWeight is null
            ? keys.bmm(query.unsqueeze(2)).squeeze(2)
            : keys.add(nn.functional.linear(query, queryWeight).unsqueeze(1), Scalars.One).tanh().matmul(score!);
        var weights = (padding is null ? scores : scores.masked_fill(padding, Scalars.NegativeInfinity)).softmax(1);
        var context = weights.unsqueeze(1).bmm(values).squeeze(1);
        return (gates.add(contextWeight is null ? context : nn.functional.linear(context, contextWeight), Scalars.One), weights);
    }

    /// <summary>One step: α = softmax(e), and a = a + W Σ α m.</summary>
    /// <param name="t">The time step.</param>
    /// <param name="query">[batch, query], the previous hidden state.</param>
    /// <param name="gates">[batch, gates], the pre-activations, to which the projected context vector is added.</param>
    public void Forward(int t, Tensor query, Tensor gates)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(gates);
        _activation ??= QueryWeight is null ? null : empty_like(Keys);
        using var scope = NewDisposeScope();
        Tensor scores;
        if (QueryWeight is null)
        {
            // e = q · m
            scores = Keys.bmm(query.unsqueeze(2)).squeeze(2);
        }
        else
        {
            // s = tanh(W q + U m + b), e = v · s
            var projected = Queries!.select(0, t).addmm_(query, QueryWeight.t(), 0, 1);
            scores = Script.Value.invoke<Tensor>("squash", Keys, projected, _activation!).matmul(Score!);
        }

        if (Padding is not null)
            scores.masked_fill_(Padding, Scalars.NegativeInfinity);
        var weights = Weights.select(0, t).copy_(scores.softmax(1)).unsqueeze(1);
        if (ContextWeight is null)
        {
            gates.add_(weights.bmm(Values).squeeze(1), Scalars.One);
        }
        else
        {
            var context = Contexts!.select(0, t).copy_(weights.bmm(Values).squeeze(1));
            gates.addmm_(context, ContextWeight.t(), 1, 1);
        }
    }

    /// <summary>The tensors to save for the backward pass, besides the arguments.</summary>
    public IEnumerable<Tensor> Saved() => new[] { Contexts, Queries, Weights }.OfType<Tensor>();

    /// <summary>The backward pass of one step.</summary>
    /// <param name="t">The time step.</param>
    /// <param name="gatesGradient">[batch, gates], ∂a.</param>
    /// <param name="queryGradient">[batch, query], the gradient of the previous hidden state, to which that of the query is added.</param>
    public void Backward(int t, Tensor gatesGradient, Tensor queryGradient)
    {
        ArgumentNullException.ThrowIfNull(gatesGradient);
        ArgumentNullException.ThrowIfNull(queryGradient);
        var gradients = BackwardPass;
        if (QueryWeight is not null)
            (_activation, _tanhGradient) = (_activation ?? empty_like(Keys), _tanhGradient ?? empty_like(Keys));
        using var scope = NewDisposeScope();

        // ∂α = m · (∂a W)
        var contextGradient = gatesGradient;
        if (ContextWeight is not null)
            contextGradient = gradients.Contexts!.select(0, t).addmm_(gatesGradient, ContextWeight, 0, 1);

        var weightsGradient = Values.bmm(contextGradient.unsqueeze(2)).squeeze(2);
        if (!gradients.WeightsGiven.IsInvalid)
            weightsGradient.add_(gradients.WeightsGiven.select(0, t), Scalars.One);

        // ∂e = α ⊙ (∂α - Σ α ⊙ ∂α)
        var scores = ActivationGradients.Softmax(Weights.select(0, t), weightsGradient);
        if (QueryWeight is null)
        {
            // ∂q = Σ ∂e m
            gradients.Scores.select(0, t).copy_(scores);
            queryGradient.add_(scores.unsqueeze(1).bmm(Keys).squeeze(1), Scalars.One);
            return;
        }

        // s = tanh(W q + U m + b), as in the forward pass; ∂v = Σ ∂e s
        var activation = Script.Value.invoke<Tensor>("squash", Keys, Queries!.select(0, t), _activation!);
        gradients.Score!.add_(scores.unsqueeze(1).bmm(activation).squeeze(1), Scalars.One);

        // ∂(U m) = ∂e v ⊙ (1 - s²), summed over the steps; the factor v, the same at all steps, follows in Gradients.
        var tanhGradient = Script.Value.invoke<Tensor>("tanh_gradient", activation, gradients.One, _tanhGradient!);
        gradients.Keys!.addcmul_(scores.unsqueeze(2), tanhGradient, Scalars.One);

        // ∂(W q) = Σ ∂e v ⊙ (1 - s²), and ∂q = ∂(W q) W
        var projected = gradients.Queries!.select(0, t).copy_(scores.unsqueeze(1).bmm(tanhGradient).squeeze(1)).mul_(Score!);
        queryGradient.addmm_(projected, QueryWeight, 1, 1);
    }

    /// <summary>The gradients of the attention's arguments, in their order: one product over all steps each.</summary>
    /// <param name="gatesGradients">[time, batch, gates]</param>
    /// <param name="queries">[time, batch, query]</param>
    public IEnumerable<Tensor> Gradients(Tensor gatesGradients, Tensor queries)
    {
        ArgumentNullException.ThrowIfNull(gatesGradients);
        ArgumentNullException.ThrowIfNull(queries);
        var gradients = BackwardPass;
        return
        [
            gradients.Keys?.mul_(Score!) ?? gradients.Scores.permute(1, 2, 0).bmm(queries.transpose(0, 1)),
            Weights.permute(1, 2, 0).bmm((gradients.Contexts ?? gatesGradients).transpose(0, 1)),
            ContextWeight is null ? null! : LinearProjection.WeightGradient(gatesGradients, Contexts!),
            QueryWeight is null ? null! : LinearProjection.WeightGradient(gradients.Queries!, queries),
            gradients.Score?.sum([0])!,
            null!,
        ];
    }
}
