using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Attention over the positions of a source: shares that sum to 1, by a score of each position against a query, and the context, the mean of the
/// positions weighed by them. What depends on the source alone is computed once for it, by <see cref="CreateMemory"/>.
/// </summary>
/// <remarks>
/// A step has one query for each row. Several rows may ask the same source, as the hypotheses of a beam do: they lie side by side, equally many
/// for each source.
/// </remarks>
public abstract class SourceAttention : nn.Module
{
    private protected SourceAttention(string name)
        : base(name)
    {
    }

    /// <summary>What is kept of sources while they are attended to.</summary>
    /// <param name="values">[sources, positions, features]</param>
    /// <param name="lengths">int64 (or int32) [sources], how many positions are real, from 1 to all; <c>null</c> where all are.</param>
    /// <exception cref="ArgumentException">The lengths have another dtype or shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length, on the CPU, is below 1 or above the number of positions.</exception>
    public EncoderMemory CreateMemory(Tensor values, Tensor? lengths = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var scope = NewDisposeScope();
        lengths = Expect.Lengths(lengths, values, GetName());
        var real = ValidSteps.ZeroPadding(values, lengths);
        return new EncoderMemory
        {
            Sources = values.size(0),
            Attention = this,

            // What the caller owns stays the caller's: the memory is disposed by itself.
            Values = ReferenceEquals(real, values) ? values.alias() : real,
            Keys = Keys(real),
            Padding = lengths is null ? null : ValidSteps.PaddingMask(lengths, values.select(2, 0)),
        }.MoveToOuterDisposeScope();
    }

    /// <summary>One query for each row.</summary>
    /// <param name="query">[rows, size]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <param name="coverage">[rows, positions], the sum of the weights so far, where the score is told it.</param>
    /// <param name="attended">[rows, positions], the weights of the step before, where the score is told them.</param>
    /// <returns>The contexts [rows, features] and the weights [rows, positions].</returns>
    public (Tensor Context, Tensor Weights) Step(Tensor query, EncoderMemory memory, Tensor? coverage = null, Tensor? attended = null)
    {
        ArgumentNullException.ThrowIfNull(query);
        using var scope = NewDisposeScope();
        var (context, weights) = Compute(query.unsqueeze(1), memory, coverage?.unsqueeze(1), attended?.unsqueeze(1));
        return (context.squeeze(1).MoveToOuterDisposeScope(), weights.squeeze(1).MoveToOuterDisposeScope());
    }

    /// <summary>The queries of all steps at once.</summary>
    /// <param name="queries">[rows, time, size]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <returns>The contexts [rows, time, features] and the weights [rows, time, positions].</returns>
    public (Tensor Context, Tensor Weights) AllSteps(Tensor queries, EncoderMemory memory)
    {
        ArgumentNullException.ThrowIfNull(queries);
        using var scope = NewDisposeScope();
        var (context, weights) = Compute(queries, memory, null, null);
        return (context.MoveToOuterDisposeScope(), weights.MoveToOuterDisposeScope());
    }

    /// <summary>The queries of all steps, one after the other, because the score of a step is told the weights of those before it.</summary>
    /// <param name="queries">[rows, time, size]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <param name="coverage">[rows, positions], the sum of the weights before the first step; <c>null</c> where the score is not told it.</param>
    /// <param name="attended">[rows, positions], the weights before the first step; <c>null</c> where the score is not told them.</param>
    /// <returns>The contexts [rows, time, features] and the weights [rows, time, positions].</returns>
    public (Tensor Context, Tensor Weights) StepByStep(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? attended)
    {
        ArgumentNullException.ThrowIfNull(queries);
        using var scope = NewDisposeScope();
        var steps = queries.unbind(1);
        var (contexts, weights) = (new Tensor[steps.Length], new Tensor[steps.Length]);
        for (var t = 0; t < steps.Length; t++)
        {
            (contexts[t], weights[t]) = Step(steps[t], memory, coverage, attended);
            coverage = coverage is null ? null : coverage.add(weights[t], Scalars.One);
            attended = attended is null ? null : weights[t];
        }

        return (stack(contexts, 1).MoveToOuterDisposeScope(), stack(weights, 1).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// What a loop is given that attends step by step and computes its own derivative (<see cref="AttentionLoop"/>): each row of the batch asks its
    /// own source, or one that it shares with the rows beside it.
    /// </summary>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <param name="contextWeight">[gates, features], which multiplies the context.</param>
    /// <param name="rows">How many rows the batch has.</param>
    /// <param name="steps">How many steps there are.</param>
    /// <exception cref="NotSupportedException">This attention has no such loop.</exception>
    public Tensor?[] StartLoop(EncoderMemory memory, Tensor contextWeight, long rows, long steps)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(contextWeight);
        var (keys, values) = (memory.AtRows(memory.Keys!, rows), memory.AtRows(memory.Values!, rows));
        var padding = memory.Padding is null ? null : memory.AtRows(memory.Padding, rows);

        // The context's product with the gates' weights at each step, or the positions' once: whichever is fewer operations.
        var (gates, features, positions) = (contextWeight.size(0), contextWeight.size(1), values.size(1));
        var atEachStep = steps * ((positions * features) + (features * gates));
        var once = (positions * features * gates) + (steps * positions * gates);
        var (mixed, weight) = once < atEachStep ? (nn.functional.linear(values, contextWeight), null) : (values, contextWeight);
        var (loopKeys, queryWeight, score) = OfLoop(keys);
        return [loopKeys, mixed, Own(weight), Own(queryWeight), Own(score), padding];

        // The weights may have changed when the gradients are asked for: an optimizer may write over them.
        static Tensor? Own(Tensor? weight) => is_grad_enabled() ? weight?.clone() : weight;
    }

    /// <summary>The contexts of shares that a loop has given.</summary>
    /// <param name="shares">[rows, time, positions]</param>
    /// <param name="memory">From <see cref="CreateMemory"/>.</param>
    /// <returns>[rows, time, features]</returns>
    public static Tensor Contexts(Tensor shares, EncoderMemory memory)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(memory);
        return shares.size(0) == memory.Sources
            ? shares.bmm(memory.Values!)
            : shares.reshape(memory.Sources, -1, shares.size(2)).bmm(memory.Values!).reshape(shares.size(0), shares.size(1), -1);
    }

    /// <summary>The keys as a loop compares them, and for additive scores what the query is multiplied with, [size, query], and v, [size].</summary>
    /// <param name="keys">[rows, positions, size]</param>
    private protected virtual (Tensor Keys, Tensor? QueryWeight, Tensor? Score) OfLoop(Tensor keys) =>
        throw new NotSupportedException($"A {GetName()} of this kind has no loop of its own.");

    /// <summary>What queries are compared with; its first dimension is the sources.</summary>
    /// <param name="values">[sources, positions, features]</param>
    private protected abstract Tensor Keys(Tensor values);

    /// <summary>Queries of rows that lie side by side for each source.</summary>
    /// <param name="queries">[sources, n, size]</param>
    /// <param name="memory">What is attended to.</param>
    /// <param name="coverage">[sources, n, positions]</param>
    /// <param name="attended">[sources, n, positions]</param>
    /// <returns>[sources, n, features] and [sources, n, positions]</returns>
    private protected abstract (Tensor Context, Tensor Weights) Attend(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? attended);

    /// <summary>Shares of the real positions.</summary>
    /// <param name="scores">[sources, n, positions], or with heads [sources, heads, n, positions].</param>
    /// <param name="memory">Whose positions.</param>
    private protected static Tensor Share(Tensor scores, EncoderMemory memory)
    {
        if (memory.Padding is { } padding)
        {
            scores = scores.masked_fill(scores.dim() == 3 ? padding.unsqueeze(1) : padding.unsqueeze(1).unsqueeze(1), Scalars.NegativeInfinity);
        }

        return scores.softmax(-1);
    }

    /// <summary>The constructor has registered every layer by its name.</summary>
    protected override void RegisterComponents() { }

    /// <summary>Rows become queries of their sources, and back.</summary>
    private (Tensor Context, Tensor Weights) Compute(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? attended)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Keys is null || memory.Values is null)
        {
            throw new ArgumentException("This memory has nothing to attend to: it was made by a decoder without attention.", nameof(memory));
        }

        var (rows, time) = (queries.size(0), queries.size(1));
        if (rows == memory.Sources)
        {
            return Attend(queries, memory, coverage, attended);
        }

        if (rows % memory.Sources != 0)
        {
            throw new ArgumentException($"There are {rows} rows for {memory.Sources} sources; each source is asked by equally many rows, side by side.", nameof(queries));
        }

        var (context, weights) = Attend(OfSources(queries)!, memory, OfSources(coverage), OfSources(attended));
        return (OfRows(context), OfRows(weights));

        Tensor? OfSources(Tensor? tensor) => tensor?.reshape(memory.Sources, -1, tensor.size(2));

        Tensor OfRows(Tensor tensor) => tensor.reshape(rows, time, tensor.size(2));
    }
}
