using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>
/// Products of rows, of which one may hold a matrix, row after row: each row of the batch has a matrix of its own. A matrix of one row gives multiples of a row and inner products.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowProducts
{
    /// <summary>The outer product of two vectors.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="left">The first vectors.</param>
    /// <param name="right">The second vectors.</param>
    /// <param name="target">Where the matrices go.</param>
    /// <param name="rows">The number of elements of the first vector.</param>
    /// <param name="columns">The number of elements of the second vector.</param>
    /// <param name="accumulates">Whether it is added to what is there.</param>
    public static void Outer<TLane, T>(StepRows<T> left, StepRows<T> right, StepRows<T> target, int rows, int columns, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (var row = 0; row < target.Count; row++)
        {
            ref var factors = ref left.Row(row);
            ref var x = ref right.Row(row);
            ref var y = ref target.Row(row);
            for (var i = 0; i < rows; i++)
                Multiple<TLane, T>(TLane.Create(Unsafe.Add(ref factors, i)), in x, ref Unsafe.Add(ref y, (nint)i * columns), columns, accumulates);
        }
    }

    /// <summary>The product of a matrix with a vector.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="matrix">The matrices.</param>
    /// <param name="vector">The vectors.</param>
    /// <param name="target">Where the results go, which are no operands.</param>
    /// <param name="rows">The number of rows of the matrix.</param>
    /// <param name="columns">The number of its columns.</param>
    /// <param name="accumulates">Whether it is added to what is there.</param>
    public static void Times<TLane, T>(StepRows<T> matrix, StepRows<T> vector, StepRows<T> target, int rows, int columns, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (var row = 0; row < target.Count; row++)
        {
            ref var m = ref matrix.Row(row);
            ref var x = ref vector.Row(row);
            ref var y = ref target.Row(row);
            for (var i = 0; i < rows; i++)
            {
                var sum = TLane.Constant(0);
                RowSums.Dot<TLane, WholeLanes<TLane, T>, T>(in Unsafe.Add(ref m, (nint)i * columns), in x, ref sum, ColumnRange.Whole<TLane>(columns));
                RowSums.Dot<TLane, LastLane<TLane, T>, T>(in Unsafe.Add(ref m, (nint)i * columns), in x, ref sum, ColumnRange.Last<TLane>(columns));
                Write<TLane, T>(TLane.Sum(sum), ref Unsafe.Add(ref y, i), accumulates);
            }
        }
    }

    /// <summary>The product of a transposed matrix with a vector.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="matrix">The matrices.</param>
    /// <param name="vector">The vectors.</param>
    /// <param name="target">Where the results go, which are no operands.</param>
    /// <param name="rows">The number of rows of the matrix.</param>
    /// <param name="columns">The number of its columns.</param>
    /// <param name="accumulates">Whether it is added to what is there.</param>
    public static void TransposedTimes<TLane, T>(StepRows<T> matrix, StepRows<T> vector, StepRows<T> target, int rows, int columns, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (var row = 0; row < target.Count; row++)
        {
            ref var m = ref matrix.Row(row);
            ref var factors = ref vector.Row(row);
            ref var y = ref target.Row(row);
            Mix<TLane, WholeLanes<TLane, T>, T>(in m, in factors, ref y, rows, columns, accumulates, ColumnRange.Whole<TLane>(columns));
            Mix<TLane, LastLane<TLane, T>, T>(in m, in factors, ref y, rows, columns, accumulates, ColumnRange.Last<TLane>(columns));
        }
    }

    /// <summary>Repeats one column.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="operand">The columns.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="width">How often.</param>
    public static void Repeat<T>(StepRows<T> operand, StepRows<T> target, int width) where T : unmanaged
    {
        for (var row = 0; row < target.Count; row++)
            System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref target.Row(row), width).Fill(operand.Row(row));
    }

    /// <summary>The sum of the columns.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="operand">The rows.</param>
    /// <param name="target">Where the sums go.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="accumulates">Whether it is added to what is there.</param>
    public static void Sum<TLane, T>(StepRows<T> operand, StepRows<T> target, int width, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (var row = 0; row < target.Count; row++)
        {
            var sum = TLane.Constant(0);
            RowSums.Add<TLane, WholeLanes<TLane, T>, T>(in operand.Row(row), ref sum, ColumnRange.Whole<TLane>(width));
            RowSums.Add<TLane, LastLane<TLane, T>, T>(in operand.Row(row), ref sum, ColumnRange.Last<TLane>(width));
            Write<TLane, T>(TLane.Sum(sum), ref target.Row(row), accumulates);
        }
    }

    private static void Multiple<TLane, T>(TLane factor, ref readonly T x, ref T y, int columns, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        Multiple<TLane, WholeLanes<TLane, T>, T>(factor, in x, ref y, accumulates, ColumnRange.Whole<TLane>(columns));
        Multiple<TLane, LastLane<TLane, T>, T>(factor, in x, ref y, accumulates, ColumnRange.Last<TLane>(columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiple<TLane, TColumns, T>(TLane factor, ref readonly T x, ref T y, bool accumulates, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        if (accumulates)
        {
            for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
                TColumns.Store(TLane.MultiplyAdd(factor, TColumns.Load(in x, j, columns), TColumns.Load(in y, j, columns)), ref y, j, columns);
            return;
        }

        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
            TColumns.Store(factor * TColumns.Load(in x, j, columns), ref y, j, columns);
    }

    // target = Σ factor_i matrix_i: four lanes at a time stay in registers over all rows of the matrix.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Mix<TLane, TColumns, T>(ref readonly T matrix, ref readonly T factors, ref T target, int rows, int stride, bool accumulates, ColumnRange columns)
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

            for (var i = 0; i < rows; i++)
            {
                var factor = TLane.Create(Unsafe.Add(ref Unsafe.AsRef(in factors), i));
                ref var row = ref Unsafe.Add(ref Unsafe.AsRef(in matrix), (nint)i * stride);
                first = TLane.MultiplyAdd(factor, TColumns.Load(in row, j, columns), first);
                second = TLane.MultiplyAdd(factor, TColumns.Load(in row, j + lane, columns), second);
                third = TLane.MultiplyAdd(factor, TColumns.Load(in row, j + (2 * lane), columns), third);
                fourth = TLane.MultiplyAdd(factor, TColumns.Load(in row, j + (3 * lane), columns), fourth);
            }

            TColumns.Store(first, ref target, j, columns);
            TColumns.Store(second, ref target, j + lane, columns);
            TColumns.Store(third, ref target, j + (2 * lane), columns);
            TColumns.Store(fourth, ref target, j + (3 * lane), columns);
        }

        for (; j < columns.End; j += lane)
        {
            var sum = accumulates ? TColumns.Load(in target, j, columns) : TLane.Constant(0);
            for (var i = 0; i < rows; i++)
                sum = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref Unsafe.AsRef(in factors), i)), TColumns.Load(in Unsafe.Add(ref Unsafe.AsRef(in matrix), (nint)i * stride), j, columns), sum);
            TColumns.Store(sum, ref target, j, columns);
        }
    }

    /// <summary>Writes one number, or adds it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TLane, T>(T value, ref T target, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        target = accumulates ? TLane.Sum(First<TLane, T>(value) + First<TLane, T>(target)) : value;
    }

    /// <summary>A lane with a number in its first element, and 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane First<TLane, T>(T value)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged => TLane.Count == 1 ? TLane.Create(value) : TLane.LoadTail(in value, 0, 1);
}
