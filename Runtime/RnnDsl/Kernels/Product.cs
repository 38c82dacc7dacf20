using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>
/// Matrix products on the calling thread. Each element is summed in the order of the summands, whatever the number of rows: a row of a batch is, to the last bit, what it
/// is alone.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Product
{
    /// <summary>
    /// C = A Wᵀ, or C += A Wᵀ: the linear projection of A, and with the weights packed transposed the gradient of its input.
    /// </summary>
    /// <param name="a">A [rows, inputs].</param>
    /// <param name="aStride">The elements from one row of A to the next; 0 if all rows are one.</param>
    /// <param name="weights">W [outputs, inputs].</param>
    /// <param name="c">C [rows, outputs]. It must not overlap A.</param>
    /// <param name="cStride">The elements from one row of C to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="accumulates">Whether the product is added to C.</param>
    /// <exception cref="ArgumentException">A matrix does not lie within its span, or the rows of C overlap.</exception>
    public static void Multiply<T>(ReadOnlySpan<T> a, int aStride, PackedMatrix<T> weights, Span<T> c, int cStride, int rows, bool accumulates)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(weights);
        Operand.Check(a.Length, rows, weights.Inputs, aStride, nameof(a));
        Operand.CheckWritten(c.Length, rows, weights.Outputs, cStride, nameof(c));
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var result = ref MemoryMarshal.GetReference(c);
        if (typeof(T) == typeof(float))
        {
            ref var x = ref Unsafe.As<T, float>(ref left);
            ref var y = ref Unsafe.As<T, float>(ref result);
            var w = Unsafe.As<PackedMatrix<float>>(weights);
            if (Vector512.IsHardwareAccelerated)
                BlockedProduct<Lane512F, float>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
            else if (Vector256.IsHardwareAccelerated)
                BlockedProduct<Lane256F, float>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
            else if (Vector128.IsHardwareAccelerated)
                BlockedProduct<Lane128F, float>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
            else
                BlockedProduct<ScalarF, float>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
        }
        else
        {
            ref var x = ref Unsafe.As<T, double>(ref left);
            ref var y = ref Unsafe.As<T, double>(ref result);
            var w = Unsafe.As<PackedMatrix<double>>(weights);
            if (Vector512.IsHardwareAccelerated)
                BlockedProduct<Lane512D, double>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
            else if (Vector256.IsHardwareAccelerated)
                BlockedProduct<Lane256D, double>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
            else if (Vector128.IsHardwareAccelerated)
                BlockedProduct<Lane128D, double>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
            else
                BlockedProduct<ScalarD, double>.Multiply(ref x, aStride, w, ref y, cStride, rows, accumulates);
        }
    }

    /// <summary>The same for rows at a time step.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="a">A [rows, inputs].</param>
    /// <param name="weights">W [outputs, inputs].</param>
    /// <param name="c">C [rows, outputs]. It must not overlap A.</param>
    /// <param name="accumulates">Whether the product is added to C.</param>
    public static void Multiply<T>(StepRows<T> a, PackedMatrix<T> weights, StepRows<T> c, bool accumulates)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (a.Order is not null || c.Order is not null)
        {
            MultiplyScattered(a, weights, c, accumulates);
            return;
        }

        // A span has at most int.MaxValue elements.
        var atOnce = (int)Math.Max(1, (int.MaxValue - (long)Math.Max(weights.Inputs, weights.Outputs)) / Math.Max(1, Math.Max(a.Stride, c.Stride)));
        for (var first = 0; first < c.Count; first += atOnce)
        {
            var count = Math.Min(atOnce, c.Count - first);
            Multiply(a.Part(first, count).Span(weights.Inputs), a.Stride, weights, c.Part(first, count).Span(weights.Outputs), c.Stride, count, accumulates);
        }
    }

    /// <summary>The same with a bias: C = A Wᵀ + b.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="a">A [rows, inputs].</param>
    /// <param name="weights">W [outputs, inputs].</param>
    /// <param name="bias">b [outputs], the same in every row.</param>
    /// <param name="c">C [rows, outputs]. It must not overlap A.</param>
    public static void Multiply<T>(StepRows<T> a, PackedMatrix<T> weights, StepRows<T> bias, StepRows<T> c)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(weights);
        RowReductions.Copy(bias, c, weights.Outputs);
        Multiply(a, weights, c, accumulates: true);
    }

    /// <summary>The rows after which <see cref="AccumulateGradient"/> begins a new sum: calls of as many rows each give, to the last bit, what one call gives.</summary>
    internal static int GradientBlock<T>() where T : unmanaged => Vector512.IsHardwareAccelerated ? BlockOf<Lane512F, Lane512D, T>() : BlockOf<Lane256F, Lane256D, T>();

    private static int BlockOf<TSingle, TDouble, T>()
        where TSingle : struct, ILane<TSingle, float>
        where TDouble : struct, ILane<TDouble, double>
        where T : unmanaged =>
        typeof(T) == typeof(float) ? BlockedProduct<TSingle, float>.DepthBlock : BlockedProduct<TDouble, double>.DepthBlock;

    /// <summary>G += Dᵀ A: the gradient of the weights of a linear projection, summed over the rows.</summary>
    /// <param name="d">D [rows, outputs], the gradient of the projection.</param>
    /// <param name="dStride">The elements from one row of D to the next.</param>
    /// <param name="outputs">The columns of D.</param>
    /// <param name="a">A [rows, inputs], the input of the projection.</param>
    /// <param name="aStride">The elements from one row of A to the next; 0 if all rows are one.</param>
    /// <param name="inputs">The columns of A.</param>
    /// <param name="rows">The number of rows: best all steps at once.</param>
    /// <param name="g">G [outputs, inputs].</param>
    /// <param name="gStride">The elements from one row of G to the next.</param>
    /// <exception cref="ArgumentException">A matrix does not lie within its span, or the rows of G overlap.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public static void AccumulateGradient<T>(
        ReadOnlySpan<T> d, int dStride, int outputs, ReadOnlySpan<T> a, int aStride, int inputs, int rows, Span<T> g, int gStride)
        where T : unmanaged
    {
        Operand.Check(d.Length, rows, outputs, dStride, nameof(d));
        Operand.Check(a.Length, rows, inputs, aStride, nameof(a));
        Operand.CheckWritten(g.Length, outputs, inputs, gStride, nameof(g));
        ref var left = ref MemoryMarshal.GetReference(d);
        ref var right = ref MemoryMarshal.GetReference(a);
        ref var result = ref MemoryMarshal.GetReference(g);
        if (typeof(T) == typeof(float))
        {
            ref var x = ref Unsafe.As<T, float>(ref left);
            ref var y = ref Unsafe.As<T, float>(ref right);
            ref var z = ref Unsafe.As<T, float>(ref result);
            if (Vector512.IsHardwareAccelerated)
                BlockedProduct<Lane512F, float>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
            else if (Vector256.IsHardwareAccelerated)
                BlockedProduct<Lane256F, float>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
            else if (Vector128.IsHardwareAccelerated)
                BlockedProduct<Lane128F, float>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
            else
                BlockedProduct<ScalarF, float>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
        }
        else if (typeof(T) == typeof(double))
        {
            ref var x = ref Unsafe.As<T, double>(ref left);
            ref var y = ref Unsafe.As<T, double>(ref right);
            ref var z = ref Unsafe.As<T, double>(ref result);
            if (Vector512.IsHardwareAccelerated)
                BlockedProduct<Lane512D, double>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
            else if (Vector256.IsHardwareAccelerated)
                BlockedProduct<Lane256D, double>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
            else if (Vector128.IsHardwareAccelerated)
                BlockedProduct<Lane128D, double>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
            else
                BlockedProduct<ScalarD, double>.AccumulateGradient(ref x, dStride, outputs, ref y, aStride, inputs, rows, ref z, gStride);
        }
        else
        {
            throw NotSupported<T>();
        }
    }

    /// <summary>The same for rows that do not lie one after the other: the microkernels get copies that do.</summary>
    private static void MultiplyScattered<T>(StepRows<T> a, PackedMatrix<T> weights, StepRows<T> c, bool accumulates)
        where T : unmanaged
    {
        var (inputs, outputs) = (weights.Inputs, weights.Outputs);
        var atOnce = Math.Max(1, (int)Math.Min(c.Count, Array.MaxLength / Math.Max(1L, Math.Max(inputs, outputs))));
        var (left, result) = (ArrayPool<T>.Shared.Rent(atOnce * inputs), ArrayPool<T>.Shared.Rent(atOnce * outputs));
        for (var first = 0; first < c.Count; first += atOnce)
        {
            var count = Math.Min(atOnce, c.Count - first);
            for (var row = 0; row < count; row++)
            {
                MemoryMarshal.CreateReadOnlySpan(ref a.Row(first + row), inputs).CopyTo(left.AsSpan(row * inputs));
                if (accumulates)
                    MemoryMarshal.CreateReadOnlySpan(ref c.Row(first + row), outputs).CopyTo(result.AsSpan(row * outputs));
            }

            Multiply(left, inputs, weights, result, outputs, count, accumulates);
            for (var row = 0; row < count; row++)
                result.AsSpan(row * outputs, outputs).CopyTo(MemoryMarshal.CreateSpan(ref c.Row(first + row), outputs));
        }

        ArrayPool<T>.Shared.Return(left);
        ArrayPool<T>.Shared.Return(result);
    }

    /// <summary>The outputs of a panel: two vectors of this machine.</summary>
    internal static int PanelWidth<T>() where T : unmanaged =>
        typeof(T) != typeof(float) && typeof(T) != typeof(double) ? throw NotSupported<T>()
        : CpuKernels.VectorBits == 0 ? 2
        : 2 * CpuKernels.VectorBits / 8 / Unsafe.SizeOf<T>();

    private static NotSupportedException NotSupported<T>() => new($"Products are of float or double, not of {typeof(T)}.");
}
