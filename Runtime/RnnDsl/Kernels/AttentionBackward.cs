using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Kernels;

/// <summary>The backward pass of <see cref="AttentionForward"/>, one step of some rows at a time. The hyperbolic tangents of additive scores are computed again: that takes less time than to save them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AttentionBackward : AttentionRows
{
    /// <summary>The gradient of the attention weights from the outputs, [time, batch, positions].</summary>
    public required StepMemory WeightsGiven { get; init; }

    /// <summary>Where ∂α goes, [batch, positions].</summary>
    public required StepMemory WeightsGradient { get; init; }

    /// <summary>Where ∂e goes, [time, batch, positions].</summary>
    public required StepMemory ScoresGradients { get; init; }

    /// <summary>Where ∂(W q) goes, [time, batch, size].</summary>
    public StepMemory QueryGradients { get; init; }

    /// <summary>To which Σ ∂e (1 - s²) is added, [batch, positions · size]: the gradient of the keys without the factor v.</summary>
    public StepMemory KeysGradient { get; init; }

    /// <summary>To which the gradient of v is added, [batch, size].</summary>
    public StepMemory ScoreGradient { get; init; }

    /// <summary>Where the gradients of the context vectors go that are projected at each step, [time, batch, features].</summary>
    public StepMemory ContextGradients { get; init; }

    /// <summary>One step.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="t">The time step.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="gatesGradient">The gradients of the pre-activations.</param>
    /// <param name="queryGradient">The gradients of the previous hidden states, to which those of the queries are added.</param>
    public void Step<TLane, T>(int t, RowRange rows, StepRows<T> gatesGradient, StepRows<T> queryGradient)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        // ∂α = m · (∂a W)
        var contextGradient = gatesGradient;
        if (ContextWeight is not null)
        {
            contextGradient = ContextGradients.At<T>(t, rows);
            Product.Multiply(gatesGradient, ContextWeight.Of<T>(), contextGradient, accumulates: false);
        }

        var gradient = WeightsGradient.At<T>(0, rows);
        RowReductions.Copy(WeightsGiven.At<T>(t, rows), gradient, Positions);
        RowProducts.Times<TLane, T>(Values.At<T>(0, rows), contextGradient, gradient, Positions, ValueSize, accumulates: true);

        // ∂e = α ⊙ (∂α - Σ α ⊙ ∂α)
        var scores = ScoresGradients.At<T>(t, rows);
        RowReductions.SoftmaxBackward<TLane, T>(gradient, Weights.At<T>(t, rows), scores, Positions, accumulates: false);

        var keys = Keys.At<T>(0, rows);
        if (QueryWeight is null)
        {
            // ∂q += Σ ∂e k
            RowProducts.TransposedTimes<TLane, T>(keys, scores, queryGradient, Positions, KeySize, accumulates: true);
            return;
        }

        var queries = Queries.At<T>(t, rows);
        var projected = QueryGradients.At<T>(t, rows);
        var keysGradient = KeysGradient.At<T>(0, rows);
        var scoreGradient = ScoreGradient.At<T>(0, rows);
        for (var i = 0; i < scores.Count; i++)
            AdditiveGradients<TLane, T>(in scores.Row(i), in keys.Row(i), in queries.Row(i), in Score.Row<T>(0, 0), ref keysGradient.Row(i), ref projected.Row(i), ref scoreGradient.Row(i), Positions, KeySize);

        // ∂q += ∂(W q) W
        Product.Multiply(projected, QueryWeight.Of<T>(), queryGradient, accumulates: true);
    }

    private static void AdditiveGradients<TLane, T>(
        ref readonly T scores, ref readonly T keys, ref readonly T query, ref readonly T score, ref T keysGradient, ref T queryGradient, ref T scoreGradient, int positions, int size)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var (whole, last) = (ColumnRange.Whole<TLane>(size), ColumnRange.Last<TLane>(size));
        MemoryMarshal.CreateSpan(ref queryGradient, size).Clear();
        for (var p = 0; p < positions; p++)
        {
            var e = TLane.Create(Unsafe.Add(ref Unsafe.AsRef(in scores), p));
            ref var key = ref Unsafe.Add(ref Unsafe.AsRef(in keys), p * size);
            ref var gradient = ref Unsafe.Add(ref keysGradient, p * size);
            AddGradients<TLane, WholeLanes<TLane, T>, T>(e, in key, in query, ref gradient, ref queryGradient, ref scoreGradient, whole);
            AddGradients<TLane, LastLane<TLane, T>, T>(e, in key, in query, ref gradient, ref queryGradient, ref scoreGradient, last);
        }

        Scale<TLane, WholeLanes<TLane, T>, T>(in score, ref queryGradient, whole);
        Scale<TLane, LastLane<TLane, T>, T>(in score, ref queryGradient, last);
    }

    // s = tanh(W q + k), ∂k += ∂e (1 - s²), ∂v += ∂e s, ∂(W q) = Σ ∂e (1 - s²); the factor v follows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddGradients<TLane, TColumns, T>(
        TLane e, ref readonly T key, ref readonly T query, ref T keyGradient, ref T queryGradient, ref T scoreGradient, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
        {
            var s = Lanes.Tanh(TColumns.Load(in key, j, columns) + TColumns.Load(in query, j, columns));
            var es = e * s;
            var gradient = TLane.MultiplyAdd(-es, s, e);
            TColumns.Store(TColumns.Load(in keyGradient, j, columns) + gradient, ref keyGradient, j, columns);
            TColumns.Store(TColumns.Load(in queryGradient, j, columns) + gradient, ref queryGradient, j, columns);
            TColumns.Store(TColumns.Load(in scoreGradient, j, columns) + es, ref scoreGradient, j, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Scale<TLane, TColumns, T>(ref readonly T factor, ref T target, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
            TColumns.Store(TColumns.Load(in factor, j, columns) * TColumns.Load(in target, j, columns), ref target, j, columns);
    }
}
