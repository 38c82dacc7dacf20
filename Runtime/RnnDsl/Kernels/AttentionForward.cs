using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>
/// The attention of a loop, one step of some rows at a time: α = softmax(e), and the projected context vector W Σ α m is added to the pre-activations of the cell's gates. The scores e are
/// q · k, or v · tanh(W q + k) where the query has a weight.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AttentionForward : AttentionRows
{
    /// <summary>1 for each position that is padding, [batch, positions] bytes; <c>null</c> without padding.</summary>
    public StepMemory? Padding { get; init; }

    /// <summary>Where the context vectors go that are projected at each step, [time, batch, features].</summary>
    public StepMemory Contexts { get; init; }

    /// <summary>One step.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="t">The time step.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="query">The previous hidden states.</param>
    /// <param name="gates">The pre-activations.</param>
    public void Step<TLane, T>(int t, RowRange rows, StepRows<T> query, StepRows<T> gates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var keys = Keys.At<T>(0, rows);
        var weights = Weights.At<T>(t, rows);
        if (QueryWeight is null)
        {
            // e = q · k
            RowProducts.Times<TLane, T>(keys, query, weights, Positions, KeySize, accumulates: false);
        }
        else
        {
            // e = v · tanh(W q + k)
            var queries = Queries.At<T>(t, rows);
            Product.Multiply(query, QueryWeight.Of<T>(), queries, accumulates: false);
            for (var i = 0; i < weights.Count; i++)
                AdditiveScores<TLane, T>(in keys.Row(i), in queries.Row(i), in Score.Row<T>(0, 0), ref weights.Row(i), Positions, KeySize);
        }

        if (Padding is { } padding)
        {
            var isPadding = padding.At<byte>(0, rows);
            for (var i = 0; i < weights.Count; i++)
                Hide(in isPadding.Row(i), ref weights.Row(i));
        }

        if (Positions > 0)
            RowReductions.Softmax<TLane, T>(weights, weights, Positions);

        var values = Values.At<T>(0, rows);
        if (ContextWeight is null)
        {
            RowProducts.TransposedTimes<TLane, T>(values, weights, gates, Positions, ValueSize, accumulates: true);
            return;
        }

        var contexts = Contexts.At<T>(t, rows);
        RowProducts.TransposedTimes<TLane, T>(values, weights, contexts, Positions, ValueSize, accumulates: false);
        Product.Multiply(contexts, ContextWeight.Of<T>(), gates, accumulates: true);
    }

    private void Hide<T>(ref readonly byte isPadding, ref T scores)
        where T : unmanaged
    {
        var nothing = typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>(float.NegativeInfinity) : Unsafe.BitCast<double, T>(double.NegativeInfinity);
        for (var p = 0; p < Positions; p++)
        {
            if (Unsafe.Add(ref Unsafe.AsRef(in isPadding), p) != 0)
                Unsafe.Add(ref scores, p) = nothing;
        }
    }

    private static void AdditiveScores<TLane, T>(ref readonly T keys, ref readonly T query, ref readonly T score, ref T target, int positions, int size)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (var p = 0; p < positions; p++)
        {
            ref var key = ref Unsafe.Add(ref Unsafe.AsRef(in keys), p * size);
            var sum = TLane.Constant(0);
            AddScores<TLane, WholeLanes<TLane, T>, T>(in key, in query, in score, ref sum, ColumnRange.Whole<TLane>(size));
            AddScores<TLane, LastLane<TLane, T>, T>(in key, in query, in score, ref sum, ColumnRange.Last<TLane>(size));
            Unsafe.Add(ref target, p) = TLane.Sum(sum);
        }
    }

    // Behind the last column v is 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddScores<TLane, TColumns, T>(ref readonly T key, ref readonly T query, ref readonly T score, ref TLane sum, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var total = sum;
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
            total = TLane.MultiplyAdd(Lanes.Tanh(TColumns.Load(in key, j, columns) + TColumns.Load(in query, j, columns)), TColumns.Load(in score, j, columns), total);
        sum = total;
    }
}
