using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>Sums over the columns of a row, in the elements of a lane.</summary>
internal static class RowSums
{
    /// <summary>sum += Σ x_j</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Add<TLane, TColumns, T>(ref readonly T x, ref TLane sum, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var total = sum;
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
            total += TColumns.Load(in x, j, columns);
        sum = total;
    }

    /// <summary>sum += Σ x_j y_j</summary>
    /// <remarks>Four sums: an addition does not wait for the one before.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Dot<TLane, TColumns, T>(ref readonly T x, ref readonly T y, ref TLane sum, ColumnRange columns)
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
}
