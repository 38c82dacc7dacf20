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

    /// <summary>A kernel.</summary>
    /// <param name="precision">The type of the elements.</param>
    /// <param name="steps">The time steps.</param>
    /// <param name="batch">The rows of the batch.</param>
    protected CellKernel(KernelPrecision precision, int steps, int batch) => (Precision, Steps, Batch) = (precision, steps, batch);

    /// <summary>The type of the elements.</summary>
    protected KernelPrecision Precision { get; }

    /// <summary>The time steps.</summary>
    protected int Steps { get; }

    /// <summary>The rows of the batch.</summary>
    protected int Batch { get; }

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
}
