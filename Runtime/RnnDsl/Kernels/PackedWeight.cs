using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Kernels;

/// <summary>A matrix of weights that is packed for one run of a kernel, in either precision. The memory of the panels is used again by later ones.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PackedWeight : IDisposable
{
    private object? _matrix;

    private PackedWeight(object matrix) => _matrix = matrix;

    /// <summary>Packs a matrix [rows, columns] whose rows are contiguous.</summary>
    /// <param name="precision">The type of the elements.</param>
    /// <param name="origin">The address of the first element.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="stride">The elements from one row to the next.</param>
    /// <param name="transposed">Whether products are with the matrix itself, X M, as for the gradient of an input; else with its transpose, X Mᵀ.</param>
    public static PackedWeight Pack(KernelPrecision precision, nint origin, int rows, int columns, int stride, bool transposed) => precision == KernelPrecision.Float32
        ? new PackedWeight(Pack<float>(origin, rows, columns, stride, transposed))
        : new PackedWeight(Pack<double>(origin, rows, columns, stride, transposed));

    /// <summary>The matrix.</summary>
    /// <typeparam name="T">The type of the elements, that of the precision.</typeparam>
    /// <exception cref="InvalidOperationException">The type is another one, or the weight is disposed.</exception>
    public PackedMatrix<T> Of<T>() where T : unmanaged =>
        _matrix as PackedMatrix<T> ?? throw new InvalidOperationException($"The weight is not packed as {typeof(T).Name}, or it is disposed.");

    /// <summary>Makes the memory available to later matrices.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _matrix, null) is { } matrix)
        {
            if (matrix is PackedMatrix<float> single)
                Free<float>.Matrices.Add(single);
            else
                Free<double>.Matrices.Add((PackedMatrix<double>)matrix);
        }
    }

    private static PackedMatrix<T> Pack<T>(nint origin, int rows, int columns, int stride, bool transposed) where T : unmanaged
    {
        var matrix = Free<T>.Matrices.TryTake(out var free) ? free : new PackedMatrix<T>();
        ref var first = ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), origin);
        matrix.Pack(MemoryMarshal.CreateReadOnlySpan(ref first, rows == 0 ? 0 : ((rows - 1) * stride) + columns), rows, columns, stride, transposed);
        return matrix;
    }

    private static class Free<T> where T : unmanaged
    {
        public static readonly ConcurrentBag<PackedMatrix<T>> Matrices = [];
    }
}

/// <summary>The type of the elements that a kernel computes with.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "They are the names of the field, and of the dtypes.")]
public enum KernelPrecision
{
    /// <summary><see cref="float"/></summary>
    Float32,

    /// <summary><see cref="double"/></summary>
    Float64,
}
