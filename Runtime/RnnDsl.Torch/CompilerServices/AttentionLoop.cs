using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Attention inside an emitted loop: the query is the previous hidden state, and the projected context vector is added to the pre-activations of the cell's
/// gates. The backward pass leaves products that can cover all steps at once until after the loop.
/// </summary>
/// <remarks>
/// Notation of the comments: e the attention scores, α the attention weights, m the values, s the tanh of additive scores, a the pre-activations.
/// The values are projected to the gates once for each source where that takes fewer operations than to project the context vector at each step.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Disposed of with the last step; a loop that an exception ends leaves them to their finalizers.")]
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

    private readonly Tensor _keys;
    private readonly Tensor _values;
    private readonly Tensor? _contextWeight;
    private readonly Tensor? _queryWeight;
    private readonly Tensor? _score;
    private readonly Tensor? _padding;
    private readonly Tensor _weights;
    private readonly Tensor? _contexts;
    private readonly Tensor[] _weightsAt;
    private readonly Tensor[]? _contextAt;

    // One tensor for each step: one block for all steps is so large that the allocator would map it at each call.
    private readonly Tensor[]? _activationsAt;

    // On a CPU the additive scores are computed by kernels.
    private readonly AdditiveScores? _additive;
    private readonly AdditiveScoresGradient? _additiveGradient;

    // Of the backward pass.
    private readonly Tensor? _one;
    private readonly Tensor? _tanhGradient;
    private readonly Tensor? _keysGradient;
    private readonly Tensor? _scoreGradient;
    private readonly Tensor? _queryGradients;
    private readonly Tensor? _contextGradients;
    private readonly Tensor? _scoresGradients;
    private readonly Tensor[]? _queryGradientAt;
    private readonly Tensor[]? _contextGradientAt;
    private readonly Tensor[]? _scoresGradientAt;

    private AttentionLoop(
        Tensor keys, Tensor values, Tensor? contextWeight, Tensor? queryWeight, Tensor? score, Tensor? padding, Tensor weights, Tensor[]? activations, Tensor? contexts, bool backward)
    {
        (_keys, _values, _contextWeight, _queryWeight, _score, _padding) = (keys, values, contextWeight, queryWeight, score, padding);
        (_weights, _contexts) = (weights, contexts);
        (_weightsAt, _activationsAt, _contextAt) = (weights.unbind(0), activations, contexts?.unbind(0));
        var hasKernel = queryWeight is not null && LoopKernel.IsFor(keys) && keys.size(0) > 0 && keys.size(1) > 0;
        if (!backward)
        {
            _additive = hasKernel ? new AdditiveScores(weights, keys, queryWeight!, score!, activations!) : null;
            return;
        }

        var (steps, batch) = (weights.size(0), weights.size(1));
        if (queryWeight is null)
        {
            _scoresGradients = empty_like(weights);
            _scoresGradientAt = _scoresGradients.unbind(0);
        }
        else
        {
            _keysGradient = keys.new_zeros(keys.shape);
            _queryGradients = keys.new_empty(steps, batch, queryWeight.size(0));
            if (hasKernel)
            {
                _additiveGradient = new AdditiveScoresGradient(weights, queryWeight, score!, activations!, _keysGradient, _queryGradients);
            }
            else
            {
                _one = ones([], dtype: keys.dtype, device: keys.device);
                _tanhGradient = empty_like(keys);
                _scoreGradient = zeros_like(score!);
                _queryGradientAt = _queryGradients.unbind(0);
            }
        }

        if (contextWeight is not null)
        {
            _contextGradients = values.new_empty(steps, batch, values.size(2));
            _contextGradientAt = _contextGradients.unbind(0);
        }
    }

    /// <summary>The attention weights of all steps, [time, batch, positions].</summary>
    public Tensor Weights => _weights;

    /// <summary>Starts the forward pass.</summary>
    /// <param name="given">The arguments of the loop, from <see cref="RecurrentLoop{T}.Run"/>.</param>
    /// <param name="steps">The number of time steps.</param>
    public static AttentionLoop Start(object[] given, long steps)
    {
        ArgumentNullException.ThrowIfNull(given);
        var tensors = given.AsSpan(((LoopCall)given[^1]).Count - Count, Count);
        var (keys, values, contextWeight, queryWeight) = ((Tensor)tensors[0], (Tensor)tensors[1], (Tensor?)tensors[2], (Tensor?)tensors[3]);
        var (batch, positions) = (keys.size(0), keys.size(1));
        return new AttentionLoop(
            keys, values, contextWeight, queryWeight, (Tensor?)tensors[4], (Tensor?)tensors[5],
            keys.new_empty(steps, batch, positions),
            queryWeight is null ? null : [.. Enumerable.Range(0, (int)steps).Select(_ => keys.new_empty(keys.shape))],
            contextWeight is null ? null : values.new_empty(steps, batch, values.size(2)),
            backward: false);
    }

    /// <summary>Resumes the attention for the backward pass.</summary>
    /// <param name="given">The arguments of the loop; the last <see cref="Count"/> are the attention's.</param>
    /// <param name="computed">The saved tensors of the forward pass; those of <see cref="Saved"/> are the last.</param>
    public static AttentionLoop Resume(IReadOnlyList<Tensor> given, IReadOnlyList<Tensor> computed)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(computed);
        Tensor?[] tensors = [.. given.Skip(given.Count - Count)];
        var (keys, values, contextWeight, queryWeight) = (tensors[0]!, tensors[1]!, tensors[2], tensors[3]);
        var weights = computed[^1];
        var steps = (int)weights.size(0);
        var activations = queryWeight is null ? null : computed.Skip(computed.Count - 1 - steps).Take(steps).ToArray();

        // Recomputing the context vectors costs less than saving them.
        var contexts = contextWeight is null ? null : weights.transpose(0, 1).bmm(values).transpose(0, 1);
        return new AttentionLoop(keys, values, contextWeight, queryWeight, tensors[4], null, weights, activations, contexts, backward: true);
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
        using var scope = NewDisposeScope();
        Tensor scores;
        if (_queryWeight is null)
        {
            // e = q · m
            scores = _keys.bmm(query.unsqueeze(2)).squeeze(2);
        }
        else
        {
            // s = tanh(W q + U m + b), e = v · s
            scores = _additive?.At(t, query) ?? Script.Value.invoke<Tensor>("squash", _keys, query.mm(_queryWeight.t()), _activationsAt![t]).matmul(_score!);
            if (t == _weightsAt.Length - 1)
                _additive?.Dispose();
        }

        if (_padding is not null)
            scores.masked_fill_(_padding, Scalars.NegativeInfinity);
        _weightsAt[t].copy_(scores.softmax(1));

        var weights = _weightsAt[t].unsqueeze(1);
        if (_contextWeight is null)
        {
            gates.add_(weights.bmm(_values).squeeze(1), Scalars.One);
        }
        else
        {
            _contextAt![t].copy_(weights.bmm(_values).squeeze(1));
            gates.addmm_(_contextAt[t], _contextWeight.t(), 1, 1);
        }
    }

    /// <summary>The tensors to save for the backward pass, besides the arguments.</summary>
    public IEnumerable<Tensor> Saved() => [.. _activationsAt ?? [], _weights];

    /// <summary>The backward pass of one step.</summary>
    /// <param name="t">The time step.</param>
    /// <param name="gatesGradient">[batch, gates], ∂a.</param>
    /// <param name="queryGradient">[batch, query], the gradient of the previous hidden state, to which that of the query is added.</param>
    /// <param name="given">[batch, positions], the gradient of the attention weights from the outputs; <c>null</c> for none.</param>
    public void Backward(int t, Tensor gatesGradient, Tensor queryGradient, Tensor? given)
    {
        ArgumentNullException.ThrowIfNull(gatesGradient);
        ArgumentNullException.ThrowIfNull(queryGradient);
        using var scope = NewDisposeScope();

        // ∂α = m · (∂a W)
        var contextGradient = gatesGradient;
        if (_contextWeight is not null)
        {
            _contextGradientAt![t].addmm_(gatesGradient, _contextWeight, 0, 1);
            contextGradient = _contextGradientAt[t];
        }

        var weightsGradient = _values.bmm(contextGradient.unsqueeze(2)).squeeze(2);
        if (given is not null)
            weightsGradient.add_(given, Scalars.One);

        // ∂e = α ⊙ (∂α - Σ α ⊙ ∂α)
        var scores = ActivationGradients.Softmax(_weightsAt[t], weightsGradient);
        if (_queryWeight is null)
        {
            // ∂q = Σ ∂e m
            _scoresGradientAt![t].copy_(scores);
            queryGradient.add_(scores.unsqueeze(1).bmm(_keys).squeeze(1), Scalars.One);
            return;
        }

        if (_additiveGradient is not null)
        {
            _additiveGradient.At(t, scores, queryGradient);
            if (t == 0)
                _additiveGradient.Dispose();
            return;
        }

        // ∂v = Σ ∂e s
        _scoreGradient!.addmv_(_activationsAt![t].flatten(0, 1).t(), scores.flatten(), 1, 1);

        // ∂(U m) = ∂e v ⊙ (1 - s²), summed over the steps; the factor v, the same at all steps, follows in Gradients.
        var tanhGradient = Script.Value.invoke<Tensor>("tanh_gradient", _activationsAt[t], _one!, _tanhGradient!);
        _keysGradient!.addcmul_(scores.unsqueeze(2), tanhGradient, Scalars.One);

        // ∂(W q) = Σ ∂e v ⊙ (1 - s²), and ∂q = ∂(W q) W
        _queryGradientAt![t].copy_(scores.unsqueeze(1).bmm(tanhGradient).squeeze(1)).mul_(_score!);
        queryGradient.addmm_(_queryGradientAt[t], _queryWeight, 1, 1);
    }

    /// <summary>The gradients of the attention's arguments, in their order: one product over all steps each.</summary>
    /// <param name="gatesGradients">[time, batch, gates]</param>
    /// <param name="queries">[time, batch, query]</param>
    public IEnumerable<Tensor> Gradients(Tensor gatesGradients, Tensor queries)
    {
        ArgumentNullException.ThrowIfNull(gatesGradients);
        ArgumentNullException.ThrowIfNull(queries);
        var weights = _weights.permute(1, 2, 0);
        return
        [
            _keysGradient?.mul_(_score!) ?? _scoresGradients!.permute(1, 2, 0).bmm(queries.transpose(0, 1)),
            weights.bmm((_contextGradients ?? gatesGradients).transpose(0, 1)),
            _contextWeight is null ? null! : LinearProjection.WeightGradient(gatesGradients, _contexts!),
            _queryWeight is null ? null! : LinearProjection.WeightGradient(_queryGradients!, queries),
            _additiveGradient?.ScoreGradient ?? _scoreGradient!,
            null!,
        ];
    }
}
