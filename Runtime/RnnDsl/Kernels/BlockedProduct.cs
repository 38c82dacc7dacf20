using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Kernels;

/// <summary>
/// The loops around the microkernels, in the order of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008: a block of a panel
/// stays in the first cache while a block of rows, in the second, passes over it.
/// </summary>
internal static class BlockedProduct<TLane, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged
{
    /// <summary>The summands of a block: that of a panel takes 24 KiB, or 32 KiB with vectors of 64 bytes, whose processors have larger first caches.</summary>
    public static int DepthBlock
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (TLane.Count * Unsafe.SizeOf<T>() == 64 ? 256 : 384) * sizeof(float) / Unsafe.SizeOf<T>();
    }

    /// <summary>The rows of a block, a multiple of the rows of both large microkernels.</summary>
    private const int RowBlock = 120;

    /// <summary>The most rows of a microkernel.</summary>
    private static int KernelRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLane.Count * Unsafe.SizeOf<T>() == 64 ? 8 : 6;
    }

    private static int Width
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLane.Count;
    }

    /// <inheritdoc cref="Product.Multiply{T}(ReadOnlySpan{T}, int, PackedMatrix{T}, Span{T}, int, int, bool)"/>
    public static void Multiply(ref readonly T a, int aStride, PackedMatrix<T> weights, ref T c, int cStride, int rows, bool accumulates)
    {
        var (outputs, inputs) = (weights.Outputs, weights.Inputs);
        if (outputs == 0 || rows == 0)
            return;
        if (inputs == 0)
        {
            for (var i = 0; i < rows && !accumulates; i++)
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, (nint)i * cStride), outputs).Clear();
            return;
        }

        ref var panels = ref weights.Panels;
        var panelStride = (nint)inputs * Width;
        for (var row = 0; row < rows; row += RowBlock)
        {
            var count = Math.Min(RowBlock, rows - row);
            for (var start = 0; start < inputs; start += DepthBlock)
            {
                Block(
                    ref Unsafe.Add(ref Unsafe.AsRef(in a), ((nint)row * aStride) + start), aStride, 1, count, ref Unsafe.Add(ref panels, (nint)start * Width), panelStride, outputs,
                    ref Unsafe.Add(ref c, (nint)row * cStride), cStride, Math.Min(DepthBlock, inputs - start), accumulates || start > 0);
            }
        }
    }

    /// <inheritdoc cref="Product.AccumulateGradient"/>
    public static void AccumulateGradient(
        ref readonly T d, int dStride, int outputs, ref readonly T a, int aStride, int inputs, int rows, ref T g, int gStride)
    {
        // Both factors are read down their columns: blocks of them are copied into the kernels' order.
        const int GroupBlock = 8;
        if (outputs == 0 || inputs == 0)
            return;

        // Blocks of columns bound the memory of the copies.
        const int InputBlock = 1 << 16;
        if (inputs > InputBlock)
        {
            for (var start = 0; start < inputs; start += InputBlock)
                AccumulateGradient(in d, dStride, outputs, in Unsafe.Add(ref Unsafe.AsRef(in a), start), aStride, Math.Min(InputBlock, inputs - start), rows, ref Unsafe.Add(ref g, start), gStride);
            return;
        }

        var panelCount = (inputs + Width - 1) / Width;
        var groupColumns = GroupBlock * KernelRows;
        var depthBlock = Math.Min(DepthBlock, rows);
        var right = ArrayPool<T>.Shared.Rent((panelCount * Width * depthBlock) + PackedPanels.Slack<T>());
        var left = ArrayPool<T>.Shared.Rent(groupColumns * depthBlock);
        ref var panels = ref PackedPanels.Align(right);
        ref var groups = ref MemoryMarshal.GetArrayDataReference(left);
        for (var start = 0; start < rows; start += DepthBlock)
        {
            var depth = Math.Min(DepthBlock, rows - start);
            PackedPanels.FromColumns(in Unsafe.Add(ref Unsafe.AsRef(in a), (nint)start * aStride), aStride, depth, inputs, Width, ref panels);
            for (var first = 0; first < outputs; first += groupColumns)
            {
                var count = Math.Min(groupColumns, outputs - first);
                PackedPanels.FromColumns(
                    in Unsafe.Add(ref Unsafe.AsRef(in d), (nint)start * dStride + first), dStride, depth, count, KernelRows, ref groups);
                for (var panel = 0; panel < panelCount; panel++)
                {
                    for (var i = 0; i < count; i += KernelRows)
                    {
                        var column = panel * Width;
                        Panel(
                            ref Unsafe.Add(ref groups, (nint)i * depth), 1, KernelRows, Math.Min(KernelRows, count - i),
                            ref Unsafe.Add(ref panels, (nint)column * depth), Math.Min(Width, inputs - column),
                            ref Unsafe.Add(ref g, (nint)(first + i) * gStride + column), gStride, depth, true);
                    }
                }
            }
        }

        ArrayPool<T>.Shared.Return(left);
        ArrayPool<T>.Shared.Return(right);
    }

    /// <summary>A block of rows times all panels.</summary>
    private static void Block(
        ref readonly T a, int aRow, int aStep, int rows, ref readonly T panels, nint panelStride, int columns, ref T c, int cRow, int depth, bool accumulates)
    {
        ref var left = ref Unsafe.AsRef(in a);
        ref var right = ref Unsafe.AsRef(in panels);
        var whole = columns / Width;

        // Rows that the large kernels leave take several panels at once.
        var few = Leftover(rows);
        var many = rows - few;
        if (many > 0)
        {
            for (var panel = 0; panel < whole; panel++)
            {
                Panel(
                    ref left, aRow, aStep, many, ref Unsafe.Add(ref right, panel * panelStride), Width, ref Unsafe.Add(ref c, panel * Width), cRow, depth,
                    accumulates);
            }
        }

        if (few > 0)
            FewRows(ref Unsafe.Add(ref left, (nint)many * aRow), aRow, aStep, few, ref right, panelStride, whole, ref Unsafe.Add(ref c, (nint)many * cRow), cRow, depth, accumulates);

        if (columns % Width is > 0 and var tail)
        {
            Panel(
                ref left, aRow, aStep, rows, ref Unsafe.Add(ref right, whole * panelStride), tail, ref Unsafe.Add(ref c, whole * Width), cRow, depth, accumulates);
        }
    }

    /// <summary>1 to 3 rows times whole panels.</summary>
    private static void FewRows(
        ref readonly T a, int aRow, int aStep, int rows, ref readonly T panels, nint panelStride, int count, ref T c, int cRow, int depth, bool accumulates)
    {
        ref var left = ref Unsafe.AsRef(in a);
        ref var right = ref Unsafe.AsRef(in panels);
        if (rows >= 2)
        {
            var panel = 0;
            for (; panel + 2 <= count; panel += 2)
            {
                Microkernel<TLane, T>.Rows2Panels2(
                    ref left, (nuint)aRow, (nuint)aStep, ref Unsafe.Add(ref right, panel * panelStride), (nuint)panelStride, ref Unsafe.Add(ref c, panel * Width), (nuint)cRow,
                    (nuint)depth, accumulates);
            }

            if (panel < count)
            {
                Microkernel<TLane, T>.Rows2(
                    ref left, (nuint)aRow, (nuint)aStep, ref Unsafe.Add(ref right, panel * panelStride), ref Unsafe.Add(ref c, panel * Width), (nuint)cRow, (nuint)depth,
                    accumulates);
            }
        }

        if (rows != 2)
        {
            left = ref Unsafe.Add(ref left, (nint)(rows - 1) * aRow);
            ref var result = ref Unsafe.Add(ref c, (nint)(rows - 1) * cRow);
            var panel = 0;
            for (; panel + 4 <= count; panel += 4)
            {
                Microkernel<TLane, T>.Rows1Panels4(
                    ref left, (nuint)aStep, ref Unsafe.Add(ref right, panel * panelStride), (nuint)panelStride, ref Unsafe.Add(ref result, panel * Width), (nuint)depth, accumulates);
            }

            for (; panel < count; panel++)
            {
                Microkernel<TLane, T>.Rows1(
                    ref left, (nuint)aStep, ref Unsafe.Add(ref right, panel * panelStride), ref Unsafe.Add(ref result, panel * Width), (nuint)depth, accumulates);
            }
        }
    }

    /// <summary>A block of rows times one panel, of which C has the first columns.</summary>
    private static void Panel(
        ref readonly T a, int aRow, int aStep, int rows, ref readonly T panel, int columns, ref T c, int cRow, int depth, bool accumulates)
    {
        if (columns < Width)
        {
            Tail(in a, aRow, aStep, rows, in panel, columns, ref c, cRow, depth, accumulates);
            return;
        }

        for (var row = 0; row < rows;)
        {
            var count = RowsOfNext(rows - row);
            Kernel(
                count, in Unsafe.Add(ref Unsafe.AsRef(in a), (nint)row * aRow), (nuint)aRow, (nuint)aStep, in panel, ref Unsafe.Add(ref c, (nint)row * cRow), (nuint)cRow,
                (nuint)depth, accumulates);
            row += count;
        }
    }

    /// <summary>The last panel: the kernels write whole panels, so they write to a buffer.</summary>
    private static void Tail(
        ref readonly T a, int aRow, int aStep, int rows, ref readonly T panel, int columns, ref T c, int cRow, int depth, bool accumulates)
    {
        Span<T> buffer = stackalloc T[KernelRows * Width];
        for (var row = 0; row < rows;)
        {
            var count = RowsOfNext(rows - row);
            for (var i = 0; i < count && accumulates; i++)
                MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, (nint)(row + i) * cRow), columns).CopyTo(buffer[(i * Width)..]);
            Kernel(
                count, in Unsafe.Add(ref Unsafe.AsRef(in a), (nint)row * aRow), (nuint)aRow, (nuint)aStep, in panel, ref MemoryMarshal.GetReference(buffer), (nuint)Width,
                (nuint)depth, accumulates);
            for (var i = 0; i < count; i++)
                buffer.Slice(i * Width, columns).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref c, (nint)(row + i) * cRow), columns));
            row += count;
        }
    }

    /// <summary>The rows of the kernel for the next of some rows: 8 are twice 4 where the largest kernel has 6.</summary>
    private static int RowsOfNext(int rows) => rows >= KernelRows && (KernelRows == 8 || rows != 8) ? KernelRows : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;

    /// <summary>What the kernels of 4 rows and more leave of some rows.</summary>
    private static int Leftover(int rows)
    {
        var rest = rows % KernelRows;
        return KernelRows == 6 && rest == 2 && rows >= 8 ? 0 : rest % 4;
    }

    private static void Kernel(
        int rows, ref readonly T a, nuint aRow, nuint aStep, ref readonly T panel, ref T c, nuint cRow, nuint depth, bool accumulates)
    {
        switch (rows)
        {
            case 8:
                Microkernel<TLane, T>.Rows8(in a, aRow, aStep, in panel, ref c, cRow, depth, accumulates);
                break;
            case 6:
                Microkernel<TLane, T>.Rows6(in a, aRow, aStep, in panel, ref c, cRow, depth, accumulates);
                break;
            case 4:
                Microkernel<TLane, T>.Rows4(in a, aRow, aStep, in panel, ref c, cRow, depth, accumulates);
                break;
            case 2:
                Microkernel<TLane, T>.Rows2(in a, aRow, aStep, in panel, ref c, cRow, depth, accumulates);
                break;
            default:
                Microkernel<TLane, T>.Rows1(in a, aStep, in panel, ref c, depth, accumulates);
                break;
        }
    }
}
