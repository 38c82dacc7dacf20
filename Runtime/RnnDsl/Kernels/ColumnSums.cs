using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>Sums over the rows of a matrix, column by column: the gradient of a bias.</summary>
internal static class ColumnSums
{
    /// <summary>The columns that are summed together: in four lanes of the widest kind.</summary>
    public const int Together = 64;

    /// <summary>sum_j += Σ_i x_ij</summary>
    /// <param name="x">The matrix.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="columns">Its columns.</param>
    public static void Add<T>(ref readonly T x, int stride, int rows, ref T sums, int columns)
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
            Add<Lane512F, Lane512D, T>(in x, stride, rows, ref sums, columns);
        else if (Vector256.IsHardwareAccelerated)
            Add<Lane256F, Lane256D, T>(in x, stride, rows, ref sums, columns);
        else if (Vector128.IsHardwareAccelerated)
            Add<Lane128F, Lane128D, T>(in x, stride, rows, ref sums, columns);
        else
            Add<ScalarF, ScalarD, T>(in x, stride, rows, ref sums, columns);
    }

    private static void Add<TSingle, TDouble, T>(ref readonly T x, int stride, int rows, ref T sums, int columns)
        where TSingle : struct, ILane<TSingle, float>
        where TDouble : struct, ILane<TDouble, double>
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            Add<TSingle, float>(in Unsafe.As<T, float>(ref Unsafe.AsRef(in x)), stride, rows, ref Unsafe.As<T, float>(ref sums), columns);
        else
            Add<TDouble, double>(in Unsafe.As<T, double>(ref Unsafe.AsRef(in x)), stride, rows, ref Unsafe.As<T, double>(ref sums), columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Add<TLane, T>(ref readonly T x, int stride, int rows, ref T sums, int columns)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var j = 0;
        for (; j + (4 * TLane.Count) <= columns; j += 4 * TLane.Count)
        {
            // Four sums: an addition does not wait for the one before.
            ref var row = ref Unsafe.Add(ref Unsafe.AsRef(in x), j);
            var (lane, at) = ((nuint)TLane.Count, (nuint)j);
            var (first, second, third, fourth) = (TLane.Constant(0), TLane.Constant(0), TLane.Constant(0), TLane.Constant(0));
            for (var i = 0; i < rows; i++)
            {
                first += TLane.Load(in row, 0);
                second += TLane.Load(in row, lane);
                third += TLane.Load(in row, 2 * lane);
                fourth += TLane.Load(in row, 3 * lane);
                row = ref Unsafe.Add(ref row, stride);
            }

            TLane.Store(TLane.Load(in sums, at) + first, ref sums, at);
            TLane.Store(TLane.Load(in sums, at + lane) + second, ref sums, at + lane);
            TLane.Store(TLane.Load(in sums, at + (2 * lane)) + third, ref sums, at + (2 * lane));
            TLane.Store(TLane.Load(in sums, at + (3 * lane)) + fourth, ref sums, at + (3 * lane));
        }

        for (; j + TLane.Count <= columns; j += TLane.Count)
        {
            ref var row = ref Unsafe.Add(ref Unsafe.AsRef(in x), j);
            var sum = TLane.Constant(0);
            for (var i = 0; i < rows; i++)
            {
                sum += TLane.Load(in row, 0);
                row = ref Unsafe.Add(ref row, stride);
            }

            TLane.Store(TLane.Load(in sums, (nuint)j) + sum, ref sums, (nuint)j);
        }

        if (j < columns)
        {
            ref var row = ref Unsafe.Add(ref Unsafe.AsRef(in x), j);
            var (sum, count) = (TLane.Constant(0), columns - j);
            for (var i = 0; i < rows; i++)
            {
                sum += TLane.LoadTail(in row, 0, count);
                row = ref Unsafe.Add(ref row, stride);
            }

            TLane.StoreTail(TLane.LoadTail(in sums, (nuint)j, count) + sum, ref sums, (nuint)j, count);
        }
    }
}
