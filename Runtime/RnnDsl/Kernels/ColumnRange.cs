using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>Columns that a loop over lanes computes: those that fill whole lanes, or the rest.</summary>
/// <param name="First">The first column.</param>
/// <param name="End">The column behind the last.</param>
/// <param name="Rest">The number of columns in the last lane, if they do not fill it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct ColumnRange(nuint First, nuint End, int Rest)
{
    /// <summary>The columns that fill whole lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ColumnRange Whole<TLane>(int width) where TLane : struct, ILane<TLane> => new(0, (nuint)(width - (width % TLane.Count)), 0);

    /// <summary>The columns behind them: none, or one lane that is not full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ColumnRange Last<TLane>(int width) where TLane : struct, ILane<TLane> => new((nuint)(width - (width % TLane.Count)), (nuint)width, width % TLane.Count);
}

/// <summary>How a loop reads and writes its columns. A kernel is written once over it, for whole lanes and for the last columns.</summary>
/// <typeparam name="TLane">The lane.</typeparam>
/// <typeparam name="T">The type of an element.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IColumns<TLane, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged
{
    /// <summary>Reads the lane at a column.</summary>
    static abstract TLane Load(ref readonly T row, nuint column, ColumnRange columns);

    /// <summary>Writes the lane at a column.</summary>
    static abstract void Store(TLane value, ref T row, nuint column, ColumnRange columns);

    /// <summary>A lane with 0 in place of the columns that it lacks.</summary>
    static abstract TLane Trim(TLane value, ColumnRange columns);

    /// <summary>The column of the lane before another, for a loop from the last lane to the first.</summary>
    /// <param name="column">The column of the lane behind it, or the end of the range.</param>
    /// <param name="columns">The range.</param>
    static abstract nuint Before(nuint column, ColumnRange columns);
}

/// <summary>Columns that fill whole lanes.</summary>
/// <typeparam name="TLane">The lane.</typeparam>
/// <typeparam name="T">The type of an element.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Called through a type parameter: TColumns.Load.")]
public readonly struct WholeLanes<TLane, T> : IColumns<TLane, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load(ref readonly T row, nuint column, ColumnRange columns) => TLane.Load(in row, column);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TLane value, ref T row, nuint column, ColumnRange columns) => TLane.Store(value, ref row, column);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Trim(TLane value, ColumnRange columns) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Before(nuint column, ColumnRange columns) => column - (nuint)TLane.Count;
}

/// <summary>The last columns, which do not fill a lane.</summary>
/// <typeparam name="TLane">The lane.</typeparam>
/// <typeparam name="T">The type of an element.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "Called through a type parameter: TColumns.Load.")]
public readonly struct LastLane<TLane, T> : IColumns<TLane, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load(ref readonly T row, nuint column, ColumnRange columns) => Read(in row, column, columns.Rest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TLane value, ref T row, nuint column, ColumnRange columns) => Write(value, ref row, column, columns.Rest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLane Trim(TLane value, ColumnRange columns) => TLane.LoadTail(in Unsafe.As<TLane, T>(ref value), 0, columns.Rest);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Before(nuint column, ColumnRange columns) => columns.First;

    // Not inlined: they have branches, and the loop that calls them runs once.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TLane Read(ref readonly T row, nuint column, int count) => TLane.LoadTail(in row, column, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(TLane value, ref T row, nuint column, int count) => TLane.StoreTail(value, ref row, column, count);
}
