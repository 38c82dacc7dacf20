using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Streaming;

/// <summary>
/// Rows of float32 of a stream: one for each time step of a block, or one for all. Each begins at a cache line, and behind it there is room for a lane, so that loops read and write whole lanes only and
/// the widest are within a line.
/// </summary>
/// <remarks>Access is unchecked.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StreamRows
{
    /// <summary>The elements of the widest lane.</summary>
    private const int WidestLane = 16;

    private const int CacheLine = WidestLane * sizeof(float);

    // Pinned, so that rows begin at the same place of a cache line for good, and their address is one of the fields.
    private readonly float[] _memory;
    private readonly nint _origin;
    private readonly int _first;

    private StreamRows(float[] memory, int first, int width, int stride)
    {
        _memory = memory;
        _origin = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), first));
        (_first, Width, Stride) = (first, width, stride);
    }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>The elements from one row to the next; 0 where all rows are one.</summary>
    internal int Stride { get; }

    /// <summary>Rows of zeros.</summary>
    /// <param name="width">The number of columns.</param>
    /// <param name="rows">The number of rows.</param>
    public static StreamRows Of(int width, int rows)
    {
        var stride = Padded(width);
        return Allocate(checked((stride * rows) + WidestLane), width, stride);
    }

    /// <summary>One row, which is that of every time step.</summary>
    /// <param name="width">The number of columns.</param>
    public static StreamRows OneRow(int width) => Allocate(Padded(width), width, stride: 0);

    /// <summary>One row of given elements.</summary>
    internal static StreamRows Of(ReadOnlySpan<float> elements)
    {
        var row = OneRow(elements.Length);
        elements.CopyTo(row.Span(0));
        return row;
    }

    /// <summary>The first element of a row, or an element of it.</summary>
    /// <param name="row">The time step.</param>
    /// <param name="column">The column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Row(int row, int column = 0) => ref Unsafe.Add(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<float>(), _origin), (nint)((row * Stride) + column));

    /// <summary>The rows from one on, or columns of them.</summary>
    /// <param name="row">The time step.</param>
    /// <param name="column">The first column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StreamRows At(int row, int column = 0) => new(_memory, _first + (row * Stride) + column, Width, Stride);

    /// <summary>The elements of a row.</summary>
    /// <param name="row">The time step.</param>
    public Span<float> Span(int row) => _memory.AsSpan(_first + (row * Stride), Width);

    /// <summary>Copies all rows of a block into a result, one behind the other.</summary>
    /// <param name="target">The result.</param>
    /// <param name="first">The row of the first step.</param>
    /// <param name="steps">The number of rows.</param>
    public void CopyTo(Span<float> target, int first, int steps)
    {
        for (var t = 0; t < steps; t++)
            Span(first + t).CopyTo(target.Slice(t * Width, Width));
    }

    /// <summary>Copies rows in reverse order: the last becomes the first.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="steps">The number of rows.</param>
    public void CopyReversed(StreamRows target, int steps)
    {
        for (var t = 0; t < steps; t++)
            Span(steps - 1 - t).CopyTo(target.Span(t));
    }

    /// <summary>The columns and room for a lane.</summary>
    private static int Padded(int width) => checked(width + (2 * WidestLane) - 1) / WidestLane * WidestLane;

    private static StreamRows Allocate(int length, int width, int stride)
    {
        var memory = GC.AllocateArray<float>(checked(length + WidestLane - 1), pinned: true);
        var address = Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref MemoryMarshal.GetArrayDataReference(memory));
        return new StreamRows(memory, (int)(-address & (CacheLine - 1)) / sizeof(float), width, stride);
    }
}
