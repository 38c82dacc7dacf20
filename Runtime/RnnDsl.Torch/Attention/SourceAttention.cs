using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Attention over the positions of a source: a score of each position's key against a query, the attention weights (the softmax of the scores) and the context
/// vector (the mean of the values under these weights). Keys and values are computed once for each source, by <see cref="CreateMemory"/>.
/// </summary>
/// <remarks>
/// A step has one query for each row. Several rows may belong to one source, as the hypotheses of a beam do: they are consecutive, the same number for each source.
/// </remarks>
public abstract class SourceAttention : nn.Module
{
    private protected SourceAttention(string name)
        : base(name)
    {
    }

    /// <summary>Computes the keys, the values and the padding mask of sources.</summary>
    /// <param name="values">[sources, positions, features]</param>
    /// <param name="lengths">int64 (or int32) [sources], the number of valid positions, at least 1; <c>null</c> where all are valid.</param>
    /// <exception cref="ArgumentException">The lengths have another dtype or shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of positions.</exception>
    public EncoderMemory CreateMemory(Tensor values, Tensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, values, GetName());
        var valid = ValidSteps.ZeroPadding(values, lengths);
        return new EncoderMemory
        {
            Sources = values.size(0),
            Attention = this,

            // The memory owns its tensors; the caller's tensor is not disposed with it.
            Values = ReferenceEquals(valid, values) ? values.alias() : valid,
            Keys = Keys(valid),
            Padding = lengths is null ? null : ValidSteps.PaddingMask(lengths, values.select(2, 0)),
        }.MoveToOuterDisposeScope();
    }

    /// <summary>One query for each row.</summary>
    /// <param name="query">[rows, size]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <param name="coverage">[rows, positions], the sum of the attention weights so far, for scores that use it.</param>
    /// <param name="previousWeights">[rows, positions], the attention weights of the previous step, for scores that use them.</param>
    /// <returns>The context vectors [rows, features] and the attention weights [rows, positions].</returns>
    public (Tensor Context, Tensor Weights) Step(Tensor query, EncoderMemory memory, Tensor? coverage = null, Tensor? previousWeights = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var scope = NewDisposeScope();
        var (context, weights) = Compute(query.unsqueeze(1), memory, coverage?.unsqueeze(1), previousWeights?.unsqueeze(1));
        return (context.squeeze(1).MoveToOuterDisposeScope(), weights.squeeze(1).MoveToOuterDisposeScope());
    }

    /// <summary>The queries of all steps at once.</summary>
    /// <param name="queries">[rows, time, size]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <returns>The context vectors [rows, time, features] and the attention weights [rows, time, positions].</returns>
    public (Tensor Context, Tensor Weights) AllSteps(Tensor queries, EncoderMemory memory)
    {
        ArgumentNullException.ThrowIfNull(queries);
        using var scope = NewDisposeScope();
        var (context, weights) = Compute(queries, memory, null, null);
        return (context.MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());
    }

    /// <summary>The queries of all steps, step by step, because the scores of a step use the attention weights of the steps before it.</summary>
    /// <param name="queries">[rows, time, size]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <param name="coverage">[rows, positions], the sum of the attention weights before the first step; <c>null</c> for scores that do not use it.</param>
    /// <param name="previousWeights">[rows, positions], the attention weights before the first step; <c>null</c> for scores that do not use them.</param>
    /// <returns>The context vectors [rows, time, features] and the attention weights [rows, time, positions].</returns>
    public (Tensor Context, Tensor Weights) StepByStep(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? previousWeights)
    {
        ArgumentNullException.ThrowIfNull(queries);
        using var scope = NewDisposeScope();
        var steps = queries.unbind(1);
        var (contexts, weights) = (new Tensor[steps.Length], new Tensor[steps.Length]);
        for (var t = 0; t < steps.Length; t++)
        {
            (contexts[t], weights[t]) = Step(steps[t], memory, coverage, previousWeights);
            coverage = coverage is null ? null : coverage.add(weights[t], Scalars.One);
            previousWeights = previousWeights is null ? null : weights[t];
        }

        return (stack(contexts, 1).MoveToOuterDisposeScope(), stack(weights, 1).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The arguments of the attention in an emitted loop (<see cref="AttentionLoop"/>), with one source for each row of the batch.
    /// </summary>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <param name="contextWeight">[gates, features], the weight of the context vector.</param>
    /// <param name="rows">The number of rows of the batch.</param>
    /// <param name="steps">The number of time steps.</param>
    /// <exception cref="NotSupportedException">This kind of attention has no emitted loop.</exception>
    public Tensor?[] StartLoop(EncoderMemory memory, Tensor contextWeight, long rows, long steps)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(contextWeight);
        var (keys, values) = (memory.AtRows(memory.Keys!, rows), memory.AtRows(memory.Values!, rows));
        var padding = memory.Padding is null ? null : memory.AtRows(memory.Padding, rows);

        // Project the context vector at each step, or the values once, whichever takes fewer operations; one large product is worth a fifth more of them.
        var (gates, features, positions) = (contextWeight.size(0), contextWeight.size(1), values.size(1));
        var atEachStep = steps * ((positions * features) + (features * gates));
        var once = (positions * features * gates) + (steps * positions * gates);
        var (projected, weight) = once < 1.2 * atEachStep ? (LinearProjection.Of(values, contextWeight), null) : (values, contextWeight);
        var (loopKeys, queryWeight, score) = OfLoop(keys);
        return [loopKeys, projected, Copy(weight), Copy(queryWeight), Copy(score), padding];

        // An optimizer may overwrite the weights before the backward pass reads them.
        static Tensor? Copy(Tensor? weight) => is_grad_enabled() ? weight?.clone() : weight;
    }

    /// <summary>The context vectors of the attention weights of a loop.</summary>
    /// <param name="weights">[rows, time, positions]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <returns>[rows, time, features]</returns>
    public static Tensor Contexts(Tensor weights, EncoderMemory memory)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(memory);
        return weights.size(0) == memory.Sources
            ? weights.bmm(memory.Values!)
            : weights.reshape(memory.Sources, -1, weights.size(2)).bmm(memory.Values!).reshape(weights.size(0), weights.size(1), -1);
    }

    /// <summary>The keys of the loop, and for additive scores the weight of the query, [size, query], and v, [size].</summary>
    /// <param name="keys">[rows, positions, size]</param>
    private protected virtual (Tensor Keys, Tensor? QueryWeight, Tensor? Score) OfLoop(Tensor keys) =>
        throw new NotSupportedException($"A {GetName()} of this kind has no emitted loop.");

    /// <summary>The keys; the first dimension is the sources.</summary>
    /// <param name="values">[sources, positions, features]</param>
    private protected abstract Tensor Keys(Tensor values);

    /// <summary>Attention of several queries for each source.</summary>
    /// <param name="queries">[sources, n, size]</param>
    /// <param name="memory">Keys and values.</param>
    /// <param name="coverage">[sources, n, positions]</param>
    /// <param name="previousWeights">[sources, n, positions]</param>
    /// <returns>[sources, n, features] and [sources, n, positions]</returns>
    private protected abstract (Tensor Context, Tensor Weights) Attend(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? previousWeights);

    /// <summary>Attention weights: the softmax of the scores over the valid positions.</summary>
    /// <param name="scores">[sources, n, positions], or with heads [sources, heads, n, positions].</param>
    /// <param name="memory">The memory with the padding mask.</param>
    private protected static Tensor Normalize(Tensor scores, EncoderMemory memory)
    {
        if (memory.Padding is { } padding)
        {
            scores = scores.masked_fill(scores.dim() == 3 ? padding.unsqueeze(1) : padding.unsqueeze(1).unsqueeze(1), Scalars.NegativeInfinity);
        }

        return scores.softmax(-1);
    }

    /// <summary>Does nothing: the constructor registers every layer by name.</summary>
    protected override void RegisterComponents() { }

    /// <summary>Groups the rows by source.</summary>
    private (Tensor Context, Tensor Weights) Compute(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? previousWeights)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Keys is null || memory.Values is null)
        {
            throw new ArgumentException("This memory has no keys and values: it was created by a decoder without attention.", nameof(memory));
        }

        var (rows, time) = (queries.size(0), queries.size(1));
        if (rows == memory.Sources)
        {
            return Attend(queries, memory, coverage, previousWeights);
        }

        if (rows % memory.Sources != 0)
        {
            throw new ArgumentException($"There are {rows} rows for {memory.Sources} sources; each source needs the same number of consecutive rows.", nameof(queries));
        }

        var (context, weights) = Attend(OfSources(queries)!, memory, OfSources(coverage), OfSources(previousWeights));
        return (OfRows(context), OfRows(weights));

        Tensor? OfSources(Tensor? tensor) => tensor?.reshape(memory.Sources, -1, tensor.size(2));

        Tensor OfRows(Tensor tensor) => tensor.reshape(rows, time, tensor.size(2));
    }
}
