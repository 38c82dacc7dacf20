using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>Products of a row with the matrix of its source, [positions, columns]: a number for each position, and the sum over the positions.</summary>
internal static class PositionSums
{
    /// <summary>target_p = vector · matrix_p</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="matrix">[positions, columns]</param>
    /// <param name="vector">[columns]</param>
    /// <param name="target">[positions]</param>
    /// <param name="positions">The positions.</param>
    /// <param name="columns">The columns.</param>
    public static void Dot<TLane, T>(ref readonly T matrix, ref readonly T vector, ref T target, int positions, int columns)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var (whole, last) = (ColumnRange.Whole<TLane>(columns), ColumnRange.Last<TLane>(columns));
        for (var p = 0; p < positions; p++)
        {
            ref var row = ref Unsafe.Add(ref Unsafe.AsRef(in matrix), p * columns);
            var sum = TLane.Constant(0);
            Dot<TLane, WholeLanes<TLane, T>, T>(in row, in vector, ref sum, whole);
            Dot<TLane, LastLane<TLane, T>, T>(in row, in vector, ref sum, last);
            Unsafe.Add(ref target, p) = TLane.Sum(sum);
        }
    }

    /// <summary>target = Σ weight_p matrix_p, or that is added to it.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="matrix">[positions, columns]</param>
    /// <param name="weights">[positions]</param>
    /// <param name="target">[columns]</param>
    /// <param name="positions">The positions.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="accumulates">Whether the sum is added to what is there.</param>
    public static void Mix<TLane, T>(ref readonly T matrix, ref readonly T weights, ref T target, int positions, int columns, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        Mix<TLane, WholeLanes<TLane, T>, T>(in matrix, in weights, ref target, positions, columns, accumulates, ColumnRange.Whole<TLane>(columns));
        Mix<TLane, LastLane<TLane, T>, T>(in matrix, in weights, ref target, positions, columns, accumulates, ColumnRange.Last<TLane>(columns));
    }

    /// <summary>target += row</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="row">What is added.</param>
    /// <param name="target">What it is added to.</param>
    /// <param name="columns">The columns.</param>
    public static void Add<TLane, T>(ref readonly T row, ref T target, int columns)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        Add<TLane, WholeLanes<TLane, T>, T>(in row, ref target, ColumnRange.Whole<TLane>(columns));
        Add<TLane, LastLane<TLane, T>, T>(in row, ref target, ColumnRange.Last<TLane>(columns));
    }

    // Four sums: the next addition waits for none of the three before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Dot<TLane, TColumns, T>(ref readonly T x, ref readonly T y, ref TLane sum, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var (first, second, third, fourth) = (sum, TLane.Constant(0), TLane.Constant(0), TLane.Constant(0));
        var (j, lane) = (columns.First, (nuint)TLane.Count);
        for (; j + (4 * lane) <= columns.End; j += 4 * lane)
        {
            first = TLane.MultiplyAdd(TColumns.Load(in x, j, columns), TColumns.Load(in y, j, columns), first);
            second = TLane.MultiplyAdd(TColumns.Load(in x, j + lane, columns), TColumns.Load(in y, j + lane, columns), second);
            third = TLane.MultiplyAdd(TColumns.Load(in x, j + (2 * lane), columns), TColumns.Load(in y, j + (2 * lane), columns), third);
            fourth = TLane.MultiplyAdd(TColumns.Load(in x, j + (3 * lane), columns), TColumns.Load(in y, j + (3 * lane), columns), fourth);
        }

        for (; j < columns.End; j += lane)
            first = TLane.MultiplyAdd(TColumns.Load(in x, j, columns), TColumns.Load(in y, j, columns), first);
        sum = first + second + (third + fourth);
    }

    // Four lanes at a time stay in registers over all positions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Mix<TLane, TColumns, T>(ref readonly T matrix, ref readonly T weights, ref T target, int positions, int stride, bool accumulates, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var (j, lane) = (columns.First, (nuint)TLane.Count);
        for (; j + (4 * lane) <= columns.End; j += 4 * lane)
        {
            var (first, second, third, fourth) = (TLane.Constant(0), TLane.Constant(0), TLane.Constant(0), TLane.Constant(0));
            if (accumulates)
            {
                first = TColumns.Load(in target, j, columns);
                second = TColumns.Load(in target, j + lane, columns);
                third = TColumns.Load(in target, j + (2 * lane), columns);
                fourth = TColumns.Load(in target, j + (3 * lane), columns);
            }

            for (var p = 0; p < positions; p++)
            {
                var weight = TLane.Create(Unsafe.Add(ref Unsafe.AsRef(in weights), p));
                ref var row = ref Unsafe.Add(ref Unsafe.AsRef(in matrix), p * stride);
                first = TLane.MultiplyAdd(weight, TColumns.Load(in row, j, columns), first);
                second = TLane.MultiplyAdd(weight, TColumns.Load(in row, j + lane, columns), second);
                third = TLane.MultiplyAdd(weight, TColumns.Load(in row, j + (2 * lane), columns), third);
                fourth = TLane.MultiplyAdd(weight, TColumns.Load(in row, j + (3 * lane), columns), fourth);
            }

            TColumns.Store(first, ref target, j, columns);
            TColumns.Store(second, ref target, j + lane, columns);
            TColumns.Store(third, ref target, j + (2 * lane), columns);
            TColumns.Store(fourth, ref target, j + (3 * lane), columns);
        }

        for (; j < columns.End; j += lane)
        {
            var sum = accumulates ? TColumns.Load(in target, j, columns) : TLane.Constant(0);
            for (var p = 0; p < positions; p++)
                sum = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref Unsafe.AsRef(in weights), p)), TColumns.Load(in Unsafe.Add(ref Unsafe.AsRef(in matrix), p * stride), j, columns), sum);
            TColumns.Store(sum, ref target, j, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add<TLane, TColumns, T>(ref readonly T row, ref T target, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
            TColumns.Store(TColumns.Load(in row, j, columns) + TColumns.Load(in target, j, columns), ref target, j, columns);
    }
}
