using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Kernels;

/// <summary>
/// Memory of a kernel, [time, batch, columns] with the columns side by side: a tensor over all steps, or with a stride of 0 in time a state or a vector that is the same at
/// every step. The memory must not move and must live as long as the kernel runs.
/// </summary>
/// <remarks>Access is unchecked: what binds a tensor or an array checks its sizes once.</remarks>
/// <param name="Origin">The address of the first element.</param>
/// <param name="StepStride">The bytes from one time step to the next; 0 for the same at every step.</param>
/// <param name="RowStride">The bytes from one row of the batch to the next; 0 for the same in every row.</param>
/// <param name="StepMask">The bits of a step that count: all, or 1 for a state that alternates between two places.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct StepMemory(nint Origin, nint StepStride, nint RowStride, int StepMask = -1)
{
    /// <summary>The first element of a row.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="step">The time step.</param>
    /// <param name="row">The row of the batch.</param>
    /// <param name="column">The column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Row<T>(int step, int row, int column = 0) where T : unmanaged =>
        ref Unsafe.Add(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), Origin + ((step & StepMask) * StepStride) + (row * RowStride)), column);

    /// <summary>Rows at a time step.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="step">The time step.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The first column.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public StepRows<T> At<T>(int step, RowRange rows, int column = 0) where T : unmanaged =>
        new(ref Row<T>(step, rows.Order is null ? rows.First : 0, column), (int)(RowStride / Unsafe.SizeOf<T>()), rows.End - rows.First) { Order = rows.Order };
}

/// <summary>Rows of the batch at one time step.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct StepRows<T> where T : unmanaged
{
    private readonly ref T _first;

    internal StepRows(ref T first, int stride, int count)
    {
        _first = ref first;
        (Stride, Count) = (stride, count);
    }

    /// <summary>The elements from one row to the next.</summary>
    internal int Stride { get; }

    /// <summary>The number of rows.</summary>
    internal int Count { get; }

    /// <summary>The rows of the batch that these are, of which the first is that of row 0; <c>null</c> for rows one after the other.</summary>
    internal int[]? Order { get; init; }

    /// <summary>The first element of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref T Row(int row) => ref Unsafe.Add(ref _first, (nint)(Order is null ? row : Order[row]) * Stride);

    /// <summary>The rows from the first element of the first to the last of the last, if they lie one after the other.</summary>
    internal Span<T> Span(int columns) => MemoryMarshal.CreateSpan(ref _first, Count == 0 ? 0 : checked(((Count - 1) * Stride) + columns));

    /// <summary>Some of the rows, if they lie one after the other.</summary>
    internal StepRows<T> Part(int first, int count) => new(ref Row(first), Stride, count);
}

/// <summary>Rows of the batch that one worker computes: one after the other, or the first of an order.</summary>
/// <param name="First">The first row.</param>
/// <param name="End">The row behind the last.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct RowRange(int First, int End)
{
    /// <summary>The rows in their order, from index 0 on; <c>null</c> for rows one after the other.</summary>
    internal int[]? Order { get; init; }

    /// <summary>A row of the batch.</summary>
    /// <param name="index">From <see cref="First"/> to <see cref="End"/> - 1.</param>
    public int this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Order is null ? index : Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Order), index);
    }
}
