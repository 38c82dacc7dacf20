using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>
/// A recurrent layer over all time steps, forward or backward, as emitted code computes it on a CPU: each worker takes its rows of the batch through all steps. The
/// derived class holds the memory that it works on.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CellKernel : IDisposable
{
    private const int CacheLine = 64;

    private readonly List<PackedWeight> _weights = [];
    private readonly List<nint> _scratch = [];
    private readonly List<Padding> _padded = [];

    /// <summary>A kernel.</summary>
    /// <param name="precision">The type of the elements.</param>
    /// <param name="steps">The time steps.</param>
    /// <param name="batch">The rows of the batch.</param>
    /// <param name="lengths">The steps of each row, from 1 to those of the kernel; <c>null</c> where each row has all.</param>
    /// <exception cref="ArgumentException">A row has another number of steps, or there is not one number for each row.</exception>
    protected CellKernel(KernelPrecision precision, int steps, int batch, int[]? lengths = null)
    {
        if (lengths is not null && lengths.Length != batch)
            throw new ArgumentException($"{batch} sequences have {lengths.Length} lengths.", nameof(lengths));
        if (lengths is not null && Array.FindIndex(lengths, length => length < 1 || length > steps) is >= 0 and var wrong)
            throw new ArgumentException($"Sequence {wrong} has {lengths[wrong]} steps; a batch of {steps} steps has sequences of 1 to {steps}.", nameof(lengths));
        (Precision, Steps, Batch, Lengths) = (precision, steps, batch, lengths);
    }

    /// <summary>The type of the elements.</summary>
    protected KernelPrecision Precision { get; }

    /// <summary>The time steps.</summary>
    protected int Steps { get; }

    /// <summary>The rows of the batch.</summary>
    protected int Batch { get; }

    /// <summary>The steps of each row; <c>null</c> where each row has all.</summary>
    private int[]? Lengths { get; }

    /// <summary>Computes rows of the batch through all time steps.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="rows">The rows.</param>
    protected abstract void Run<TLane, T>(RowRange rows)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged;

    /// <summary>Computes all rows.</summary>
    /// <param name="minimumRows">The rows for which a further worker is worth its start.</param>
    /// <param name="mostWorkers">A limit to the number of workers.</param>
    protected void Run(int minimumRows, int mostWorkers) =>
        KernelRunner.Shared.Run(Batch, 1, minimumRows, (_, first, count, _) => Run(new RowRange(first, first + count)), mostWorkers);

    /// <summary>The rows of a worker whose sequences have a step.</summary>
    /// <param name="step">The time step.</param>
    /// <param name="rows">The rows of the worker.</param>
    protected RowRange RowsAt(int step, RowRange rows)
    {
        if (rows.Order is not { } order)
            return rows;

        // The longest sequences come first.
        var (count, first, last) = (0, int.MaxValue, -1);
        for (; count < rows.End && Lengths![order[count]] > step; count++)
            (first, last) = (Math.Min(first, order[count]), Math.Max(last, order[count]));
        return last - first + 1 == count ? new RowRange(first, last + 1) : rows with { End = count };
    }

    /// <summary>What a memory holds at the steps behind the end of a sequence.</summary>
    /// <param name="memory">The memory, with a row of each sequence at every step.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="ahead">1 for a state, whose step 0 is before the first; else 0.</param>
    /// <param name="isZero">Whether it holds zeros, as a gradient does; else the row of the last step.</param>
    protected void Pad(StepMemory memory, int width, int ahead, bool isZero)
    {
        if (Lengths is not null && memory.StepStride != 0)
            _padded.Add(new Padding(memory, width, ahead, isZero));
    }

    /// <summary>Memory for a row of each sequence that exists during a step only.</summary>
    /// <param name="width">The number of columns.</param>
    protected StepMemory Scratch(int width)
    {
        var stride = (nint)(Precision == KernelPrecision.Float32 ? sizeof(float) : sizeof(double)) * width;
        var memory = Marshal.AllocHGlobal((Batch * stride) + CacheLine);
        _scratch.Add(memory);
        return new StepMemory((memory + CacheLine - 1) / CacheLine * CacheLine, 0, stride);
    }

    /// <summary>Keeps a packed weight until the kernel is disposed.</summary>
    protected PackedWeight Own(PackedWeight weight)
    {
        _weights.Add(weight);
        return weight;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory of the steps and the packed weights.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> calls; else the finalizer does.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var weight in _weights)
                weight.Dispose();
            _weights.Clear();
        }

        foreach (var memory in _scratch)
            Marshal.FreeHGlobal(memory);
        _scratch.Clear();
    }

    /// <summary>Frees the memory of a kernel whose constructor threw.</summary>
    ~CellKernel() => Dispose(false);

    private void Run(RowRange rows)
    {
        if (Lengths is null)
        {
            RunAll(rows);
            return;
        }

        var order = Enumerable.Range(rows.First, rows.End - rows.First).OrderByDescending(row => Lengths[row]).ToArray();
        RunAll(new RowRange(0, order.Length) { Order = order });
        foreach (var padding in _padded)
        {
            foreach (var row in order)
            {
                if (Precision == KernelPrecision.Float32)
                    padding.Fill<float>(row, Lengths[row], Steps);
                else
                    padding.Fill<double>(row, Lengths[row], Steps);
            }
        }
    }

    private void RunAll(RowRange rows)
    {
        if (Precision == KernelPrecision.Float32)
        {
            if (Vector512.IsHardwareAccelerated)
                Run<Lane512F, float>(rows);
            else if (Vector256.IsHardwareAccelerated)
                Run<Lane256F, float>(rows);
            else if (Vector128.IsHardwareAccelerated)
                Run<Lane128F, float>(rows);
            else
                Run<ScalarF, float>(rows);
        }
        else
        {
            if (Vector512.IsHardwareAccelerated)
                Run<Lane512D, double>(rows);
            else if (Vector256.IsHardwareAccelerated)
                Run<Lane256D, double>(rows);
            else if (Vector128.IsHardwareAccelerated)
                Run<Lane128D, double>(rows);
            else
                Run<ScalarD, double>(rows);
        }
    }

    /// <summary>A memory that is filled behind the ends of the sequences.</summary>
    private sealed record Padding(StepMemory Memory, int Width, int Ahead, bool IsZero)
    {
        public void Fill<T>(int row, int length, int steps) where T : unmanaged
        {
            var last = MemoryMarshal.CreateReadOnlySpan(ref Memory.Row<T>(length - 1 + Ahead, row), Width);

            // A state that alternates has one other place.
            var end = Memory.StepMask < 0 ? steps : Math.Min(steps, length + 1);
            for (var step = length; step < end; step++)
            {
                var rest = MemoryMarshal.CreateSpan(ref Memory.Row<T>(step + Ahead, row), Width);
                if (IsZero)
                    rest.Clear();
                else
                    last.CopyTo(rest);
            }
        }
    }
}
