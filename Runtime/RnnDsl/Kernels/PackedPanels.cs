using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        // Blocks of the source that are a cache line wide: both sides stay in the first cache.
        var block = 64 / Unsafe.SizeOf<T>();
        for (var first = 0; first < rows; first += width)
        {
            var count = Math.Min(width, rows - first);
            for (var start = 0; start < depth; start += block)
            {
                var end = Math.Min(depth, start + block);
                for (var i = 0; i < width; i++)
                {
                    ref var to = ref Unsafe.Add(ref panels, (nint)start * width + i);
                    if (i < count)
                    {
                        ref var from = ref Unsafe.Add(ref Unsafe.AsRef(in source), (nint)(first + i) * stride + start);
                        for (var j = 0; j < end - start; j++)
                            Unsafe.Add(ref to, (nint)j * width) = Unsafe.Add(ref from, j);
                    }
                    else
                    {
                        for (var j = 0; j < end - start; j++)
                            Unsafe.Add(ref to, (nint)j * width) = default;
                    }
                }
            }

            panels = ref Unsafe.Add(ref panels, (nint)depth * width);
        }
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
        for (var i = 0; i < depth; i++)
        {
            ref var from = ref Unsafe.Add(ref Unsafe.AsRef(in source), (nint)i * stride);
            ref var to = ref Unsafe.Add(ref panels, (nint)i * width);
            for (var panel = 0; panel < whole; panel++)
            {
                Copy(ref Unsafe.As<T, byte>(ref Unsafe.Add(ref from, panel * width)), ref Unsafe.As<T, byte>(ref Unsafe.Add(ref to, panel * panelStride)), width * Unsafe.SizeOf<T>());
            }

            for (var j = 0; j < width && tail > 0; j++)
                Unsafe.Add(ref to, (whole * panelStride) + j) = j < tail ? Unsafe.Add(ref from, (whole * width) + j) : default;
        }
    }

    /// <summary>Copies a row of a panel. It is a multiple of 8 bytes, too short for a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ref byte from, ref byte to, int bytes)
    {
        var offset = 0;
        for (; offset + 16 <= bytes; offset += 16)
            Vector128.LoadUnsafe(ref from, (nuint)offset).StoreUnsafe(ref to, (nuint)offset);
        if (offset < bytes)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, offset), Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref from, offset)));
    }
}
