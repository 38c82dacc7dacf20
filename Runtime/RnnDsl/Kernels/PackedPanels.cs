using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnDsl.Kernels;

/// <summary>
/// The orders in which kernels read their factors. Panels: [panel, depth, width], for the right factor. Groups: the same of the left factor, with as many rows as a
/// kernel has.
/// </summary>
internal static class PackedPanels
{
    /// <summary>Panels begin at cache lines: a vector that spans two of them is read twice.</summary>
    private const int CacheLine = 64;

    /// <summary>The elements that an array needs beyond its panels for them to begin at a cache line.</summary>
    public static int Slack<T>() where T : unmanaged => CacheLine / Unsafe.SizeOf<T>();

    /// <summary>The first element of an array that lies at a cache line. If the collector moves the array, reading becomes slower and nothing else changes.</summary>
    public static ref T Align<T>(T[] memory) where T : unmanaged
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(memory);
        var address = (nuint)Unsafe.ByteOffset(ref Unsafe.NullRef<T>(), ref first);
        return ref Unsafe.AddByteOffset(ref first, (CacheLine - (address % CacheLine)) % CacheLine);
    }

    /// <summary>Panels of the rows of a matrix [rows, depth]: element (i, j) goes to panel i / width, depth j.</summary>
    /// <param name="source">The matrix.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="rows">Its rows; the last panel is filled with zeros.</param>
    /// <param name="depth">Its columns.</param>
    /// <param name="width">Rows to a panel.</param>
    /// <param name="panels">The destination.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FromRows<T>(ref readonly T source, int stride, int rows, int depth, int width, ref T panels) where T : unmanaged
    {
        for (var first = 0; first < rows; first += width)
        {
            var count = Math.Min(width, rows - first);
            ref var from = ref Unsafe.Add(ref Unsafe.AsRef(in source), (nint)first * stride);
            var (wholeRows, wholeColumns) = (0, 0);
            if (Avx.IsSupported && Unsafe.SizeOf<T>() == sizeof(float))
            {
                (wholeRows, wholeColumns) = (count & ~7, depth & ~15);
                for (var j = 0; j < wholeColumns; j += 16)
                {
                    // Both halves of 8 cache lines at once: those of many rows would replace each other where the stride is a power of 2.
                    for (var i = 0; i < wholeRows; i += 8)
                    {
                        ref var block = ref Unsafe.As<T, float>(ref Unsafe.Add(ref from, ((nint)i * stride) + j));
                        ref var to = ref Unsafe.As<T, float>(ref Unsafe.Add(ref panels, ((nint)j * width) + i));
                        Transpose8(ref block, stride, ref to, width);
                        Transpose8(ref Unsafe.Add(ref block, 8), stride, ref Unsafe.Add(ref to, 8 * width), width);
                    }
                }
            }

            CopyElements(ref Unsafe.Add(ref from, wholeColumns), stride, wholeRows, depth - wholeColumns, width, ref Unsafe.Add(ref panels, (nint)wholeColumns * width));
            CopyElements(ref Unsafe.Add(ref from, (nint)wholeRows * stride), stride, count - wholeRows, depth, width, ref Unsafe.Add(ref panels, wholeRows));
            for (var j = 0; j < depth && count < width; j++)
            {
                for (var i = count; i < width; i++)
                    Unsafe.Add(ref panels, ((nint)j * width) + i) = default;
            }

            panels = ref Unsafe.Add(ref panels, (nint)depth * width);
        }
    }

    /// <summary>Rows of a panel, element by element: element (i, j) goes to depth j, place i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyElements<T>(ref T from, int stride, int rows, int depth, int width, ref T panel) where T : unmanaged
    {
        // Blocks of the source that are a cache line wide: both sides stay in the first cache.
        var block = CacheLine / Unsafe.SizeOf<T>();
        for (var start = 0; start < depth; start += block)
        {
            var columns = Math.Min(block, depth - start);
            for (var i = 0; i < rows; i++)
            {
                ref var row = ref Unsafe.Add(ref from, ((nint)i * stride) + start);
                ref var to = ref Unsafe.Add(ref panel, ((nint)start * width) + i);
                for (var j = 0; j < columns; j++)
                    Unsafe.Add(ref to, (nint)j * width) = Unsafe.Add(ref row, j);
            }
        }
    }

    /// <summary>The same for 8 rows of 8 elements in vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose8(ref float from, nint stride, ref float to, nint width)
    {
        var (a0, a1, a2, a3) = (Vector256.LoadUnsafe(ref from), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, stride)), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 2 * stride)), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 3 * stride)));
        from = ref Unsafe.Add(ref from, 4 * stride);
        var (a4, a5, a6, a7) = (Vector256.LoadUnsafe(ref from), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, stride)), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 2 * stride)), Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 3 * stride)));

        // Pairs of rows, then fours, each within halves of 128 bits; then the halves.
        var (b0, b1, b2, b3) = (Avx.UnpackLow(a0, a1), Avx.UnpackHigh(a0, a1), Avx.UnpackLow(a2, a3), Avx.UnpackHigh(a2, a3));
        var (b4, b5, b6, b7) = (Avx.UnpackLow(a4, a5), Avx.UnpackHigh(a4, a5), Avx.UnpackLow(a6, a7), Avx.UnpackHigh(a6, a7));
        var (c0, c1, c2, c3) = (Avx.Shuffle(b0, b2, 0x44), Avx.Shuffle(b0, b2, 0xEE), Avx.Shuffle(b1, b3, 0x44), Avx.Shuffle(b1, b3, 0xEE));
        var (c4, c5, c6, c7) = (Avx.Shuffle(b4, b6, 0x44), Avx.Shuffle(b4, b6, 0xEE), Avx.Shuffle(b5, b7, 0x44), Avx.Shuffle(b5, b7, 0xEE));
        Avx.Permute2x128(c0, c4, 0x20).StoreUnsafe(ref to);
        Avx.Permute2x128(c1, c5, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, width));
        Avx.Permute2x128(c2, c6, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, 2 * width));
        Avx.Permute2x128(c3, c7, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, 3 * width));
        to = ref Unsafe.Add(ref to, 4 * width);
        Avx.Permute2x128(c0, c4, 0x31).StoreUnsafe(ref to);
        Avx.Permute2x128(c1, c5, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, width));
        Avx.Permute2x128(c2, c6, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 2 * width));
        Avx.Permute2x128(c3, c7, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 3 * width));
    }

    /// <summary>Panels of the columns of a matrix [depth, columns]: element (i, j) goes to panel j / width, depth i.</summary>
    /// <param name="source">The matrix.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="depth">Its rows.</param>
    /// <param name="columns">Its columns; the last panel is filled with zeros.</param>
    /// <param name="width">Columns to a panel.</param>
    /// <param name="panels">The destination.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void FromColumns<T>(ref readonly T source, int stride, int depth, int columns, int width, ref T panels) where T : unmanaged
    {
        var whole = columns / width;
        var tail = columns % width;
        var panelStride = (nint)depth * width;
        for (var panel = 0; panel < whole; panel++)
        {
            ref var from = ref Unsafe.Add(ref Unsafe.AsRef(in source), panel * width);
            ref var to = ref Unsafe.Add(ref panels, panel * panelStride);
            for (var i = 0; i < depth; i++)
            {
                Copy(ref Unsafe.As<T, byte>(ref from), ref Unsafe.As<T, byte>(ref to), width * Unsafe.SizeOf<T>());
                from = ref Unsafe.Add(ref from, stride);
                to = ref Unsafe.Add(ref to, width);
            }
        }

        for (var i = 0; i < depth && tail > 0; i++)
        {
            ref var from = ref Unsafe.Add(ref Unsafe.AsRef(in source), ((nint)i * stride) + (whole * width));
            ref var to = ref Unsafe.Add(ref panels, (whole * panelStride) + ((nint)i * width));
            for (var j = 0; j < width; j++)
                Unsafe.Add(ref to, j) = j < tail ? Unsafe.Add(ref from, j) : default;
        }
    }

    /// <summary>Copies a row of a panel. It is a multiple of 8 bytes, too short for a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte from, ref byte to, int bytes)
    {
        var offset = 0;
        for (; offset + 32 <= bytes; offset += 32)
            Vector256.LoadUnsafe(ref from, (nuint)offset).StoreUnsafe(ref to, (nuint)offset);
        for (; offset + 16 <= bytes; offset += 16)
            Vector128.LoadUnsafe(ref from, (nuint)offset).StoreUnsafe(ref to, (nuint)offset);
        if (offset < bytes)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, offset), Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref from, offset)));
    }
}
