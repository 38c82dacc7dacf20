using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Attention inside a loop that computes its own derivative: at each step the state of the step before asks, and the context is added to the sums of
/// the cell's gates. What can be multiplied for all steps at once is multiplied after the loop.
/// </summary>
/// <remarks>
/// Equations as the comments write them: e the scores, α the shares, m the positions, s the tanh of additive scores, a the sums of the gates.
/// Where it is fewer operations, the positions have been multiplied with the gates' weights of the context once for the source; else the context is
/// multiplied at each step.
/// </remarks>
public sealed class AttentionLoop
{
    /// <summary>How many tensors <see cref="SourceAttention.StartLoop"/> gives.</summary>
    public const int Count = 6;

    // All positions of all sources at each step are many numbers: what counts is how often they are walked through. TorchSharp does not bind operations
    // that write where they are told to; TorchScript reaches them. The text is fixed: a fault in it would end the process.
    private const string Source =
        """
        def squash(keys: Tensor, asked: Tensor, into: Tensor) -> Tensor:
            return torch.add(keys, asked.unsqueeze(1), out=into).tanh_()

        def slope(s: Tensor, one: Tensor, into: Tensor) -> Tensor:
            return torch.addcmul(one, s, s, value=-1.0, out=into)

        """;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    private readonly Tensor _keys;
    private readonly Tensor _mixed;
    private readonly Tensor? _contextWeight;
    private readonly Tensor? _queryWeight;
    private readonly Tensor? _score;
    private readonly Tensor? _padding;
    private readonly Tensor _shares;
    private readonly Tensor? _contexts;
    private readonly Tensor[] _share;
    private readonly Tensor[]? _context;

    // One for each step: a block of all of them is so large that the system would map it anew at each call.
    private readonly Tensor[]? _sum;

    // Of the derivative.
    private readonly Tensor? _one;
    private readonly Tensor? _slope;
    private readonly Tensor? _keysGradient;
    private readonly Tensor? _scoreGradient;
    private readonly Tensor? _askedGradients;
    private readonly Tensor? _contextGradients;
    private readonly Tensor? _scoresGradients;
    private readonly Tensor[]? _askedGradient;
    private readonly Tensor[]? _contextGradient;
    private readonly Tensor[]? _scoresGradient;

    private AttentionLoop(
        Tensor keys, Tensor mixed, Tensor? contextWeight, Tensor? queryWeight, Tensor? score, Tensor? padding, Tensor shares, Tensor[]? sum, Tensor? contexts, bool backward)
    {
        (_keys, _mixed, _contextWeight, _queryWeight, _score, _padding) = (keys, mixed, contextWeight, queryWeight, score, padding);
        (_shares, _contexts) = (shares, contexts);
        (_share, _sum, _context) = (shares.unbind(0), sum, contexts?.unbind(0));
        if (!backward)
            return;

        var (steps, batch) = (shares.size(0), shares.size(1));
        if (queryWeight is null)
        {
            _scoresGradients = empty_like(shares);
            _scoresGradient = _scoresGradients.unbind(0);
        }
        else
        {
            _one = ones([], dtype: keys.dtype, device: keys.device);
            _slope = empty_like(keys);
            _keysGradient = zeros_like(keys);
            _scoreGradient = zeros_like(score!);
            _askedGradients = keys.new_empty(steps, batch, queryWeight.size(0));
            _askedGradient = _askedGradients.unbind(0);
        }

        if (contextWeight is not null)
        {
            _contextGradients = mixed.new_empty(steps, batch, mixed.size(2));
            _contextGradient = _contextGradients.unbind(0);
        }
    }

    /// <summary>The shares of all steps, [time, batch, positions].</summary>
    public Tensor Weights => _shares;

    /// <summary>Before the first step.</summary>
    /// <param name="given">What the loop was given by <see cref="RecurrentLoop{T}.Run"/>.</param>
    /// <param name="steps">How many steps there are.</param>
    public static AttentionLoop Start(object[] given, long steps)
    {
        ArgumentNullException.ThrowIfNull(given);
        var own = given.AsSpan(((LoopCall)given[^1]).Count - Count, Count);
        var (keys, mixed, contextWeight, queryWeight) = ((Tensor)own[0], (Tensor)own[1], (Tensor?)own[2], (Tensor?)own[3]);
        var (batch, positions) = (keys.size(0), keys.size(1));
        return new AttentionLoop(
            keys, mixed, contextWeight, queryWeight, (Tensor?)own[4], (Tensor?)own[5],
            keys.new_empty(steps, batch, positions),
            queryWeight is null ? null : [.. Enumerable.Range(0, (int)steps).Select(_ => empty_like(keys))],
            contextWeight is null ? null : mixed.new_empty(steps, batch, mixed.size(2)),
            backward: false);
    }

    /// <summary>Before the last step's derivative.</summary>
    /// <param name="given">What the loop was given, the attention's own <see cref="Count"/> tensors last.</param>
    /// <param name="computed">What the loop has kept, that of <see cref="Saved"/> last.</param>
    public static AttentionLoop Resume(IReadOnlyList<Tensor> given, IReadOnlyList<Tensor> computed)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(computed);
        Tensor?[] own = [.. given.Skip(given.Count - Count)];
        var (keys, mixed, contextWeight, queryWeight) = (own[0]!, own[1]!, own[2], own[3]);
        var shares = computed[^1];
        var steps = (int)shares.size(0);
        var sum = queryWeight is null ? null : computed.Skip(computed.Count - 1 - steps).Take(steps).ToArray();

        // Shares and positions say what the contexts were, and to multiply them again costs less than to keep them.
        var contexts = contextWeight is null ? null : shares.transpose(0, 1).bmm(mixed).transpose(0, 1);
        return new AttentionLoop(keys, mixed, contextWeight, queryWeight, own[4], null, shares, sum, contexts, backward: true);
    }

    /// <summary>One step by ordinary operations.</summary>
    /// <param name="gates">[batch, gates], the gates' pre-activations without the context.</param>
    /// <param name="query">[batch, query], the state before the step.</param>
    /// <param name="own">The <see cref="Count"/> tensors that <see cref="SourceAttention.StartLoop"/> gives.</param>
    /// <returns>The pre-activations with the context, and the attention weights [batch, positions].</returns>
    internal static (Tensor Gates, Tensor Weights) Step(Tensor gates, Tensor query, ReadOnlySpan<Tensor?> own)
    {
        var (keys, mixed, contextWeight, queryWeight, score, padding) = (own[0]!, own[1]!, own[2], own[3], own[4], own[5]);

        // e = q · m, or v · tanh(W q + U m + b)
        var scores = queryWeight is null
            ? keys.bmm(query.unsqueeze(2)).squeeze(2)
            : keys.add(nn.functional.linear(query, queryWeight).unsqueeze(1), Scalars.One).tanh().matmul(score!);
        var weights = (padding is null ? scores : scores.masked_fill(padding, Scalars.NegativeInfinity)).softmax(1);
        var context = weights.unsqueeze(1).bmm(mixed).squeeze(1);
        return (gates.add(contextWeight is null ? context : nn.functional.linear(context, contextWeight), Scalars.One), weights);
    }

    /// <summary>One step: α = softmax(e), and a = a + W Σ α m.</summary>
    /// <param name="t">Which one.</param>
    /// <param name="query">[batch, query], the state of the step before.</param>
    /// <param name="gates">[batch, gates], the sums of the cell's gates, to which the context is added.</param>
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
            scores = Script.Value.invoke<Tensor>("squash", _keys, query.mm(_queryWeight.t()), _sum![t]).matmul(_score!);
        }

        if (_padding is not null)
            scores.masked_fill_(_padding, Scalars.NegativeInfinity);
        _share[t].copy_(scores.softmax(1));

        var share = _share[t].unsqueeze(1);
        if (_contextWeight is null)
        {
            gates.add_(share.bmm(_mixed).squeeze(1), Scalars.One);
        }
        else
        {
            _context![t].copy_(share.bmm(_mixed).squeeze(1));
            gates.addmm_(_context[t], _contextWeight.t(), 1, 1);
        }
    }

    /// <summary>What the derivative reads beside what was given.</summary>
    public IEnumerable<Tensor> Saved() => [.. _sum ?? [], _shares];

    /// <summary>The derivative of a step.</summary>
    /// <param name="t">Which one.</param>
    /// <param name="gatesGradient">[batch, gates], ∂a.</param>
    /// <param name="queryGradient">[batch, query], the gradient of the state before the step, to which the query's is added.</param>
    /// <param name="given">[batch, positions], what is asked of the shares beside; <c>null</c> for nothing.</param>
    public void Backward(int t, Tensor gatesGradient, Tensor queryGradient, Tensor? given)
    {
        ArgumentNullException.ThrowIfNull(gatesGradient);
        ArgumentNullException.ThrowIfNull(queryGradient);
        using var scope = NewDisposeScope();

        // ∂α = m · (∂a W)
        var mixedGradient = gatesGradient;
        if (_contextWeight is not null)
        {
            _contextGradient![t].addmm_(gatesGradient, _contextWeight, 0, 1);
            mixedGradient = _contextGradient[t];
        }

        var shareGradient = _mixed.bmm(mixedGradient.unsqueeze(2)).squeeze(2);
        if (given is not null)
            shareGradient.add_(given, Scalars.One);

        // ∂e = α ⊙ (∂α - Σ α ⊙ ∂α)
        var scores = ActivationGradients.Softmax(_share[t], shareGradient);
        if (_queryWeight is null)
        {
            // ∂q = Σ ∂e m
            _scoresGradient![t].copy_(scores);
            queryGradient.add_(scores.unsqueeze(1).bmm(_keys).squeeze(1), Scalars.One);
            return;
        }

        // ∂v = Σ ∂e s
        _scoreGradient!.addmv_(_sum![t].flatten(0, 1).t(), scores.flatten(), 1, 1);

        // ∂(U m) = ∂e v ⊙ (1 - s²), summed over the steps; v, the same at all of them, comes in the end.
        var slope = Script.Value.invoke<Tensor>("slope", _sum[t], _one!, _slope!);
        _keysGradient!.addcmul_(scores.unsqueeze(2), slope, Scalars.One);

        // ∂(W q) = Σ ∂e v ⊙ (1 - s²), and ∂q = ∂(W q) W
        _askedGradient![t].copy_(scores.unsqueeze(1).bmm(slope).squeeze(1)).mul_(_score!);
        queryGradient.addmm_(_askedGradient[t], _queryWeight, 1, 1);
    }

    /// <summary>The gradients of what was given, in its order: products over all steps.</summary>
    /// <param name="gatesGradients">[time, batch, gates]</param>
    /// <param name="queries">[time, batch, query]</param>
    public IEnumerable<Tensor> Gradients(Tensor gatesGradients, Tensor queries)
    {
        ArgumentNullException.ThrowIfNull(gatesGradients);
        ArgumentNullException.ThrowIfNull(queries);
        var shares = _shares.permute(1, 2, 0);
        return
        [
            _keysGradient?.mul_(_score!) ?? _scoresGradients!.permute(1, 2, 0).bmm(queries.transpose(0, 1)),
            shares.bmm((_contextGradients ?? gatesGradients).transpose(0, 1)),
            _contextWeight is null ? null! : gatesGradients.flatten(0, 1).t().mm(_contexts!.flatten(0, 1)),
            _queryWeight is null ? null! : _askedGradients!.flatten(0, 1).t().mm(queries.flatten(0, 1)),
            _scoreGradient!,
            null!,
        ];
    }
}
