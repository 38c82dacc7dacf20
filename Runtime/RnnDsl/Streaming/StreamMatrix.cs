using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>
/// The weights W [outputs, inputs] of products x Wᵀ of one row or a few, packed once in the order in which the product reads them: panels of 8 lanes of outputs, the last ones of
/// 4, 2 and 1, each with the elements of one input side by side.
/// </summary>
/// <remarks>Nothing modifies it, so any number of streams and threads may share it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StreamMatrix
{
    private readonly byte[] _memory;
    private readonly StreamRows _scales;
    private readonly StreamRows _zeros;

    private StreamMatrix(int outputs, int inputs, WeightFormat format, byte[] memory, StreamRows scales)
    {
        (Outputs, Inputs, Format) = (outputs, inputs, format);
        (_memory, _scales, _zeros) = (memory, scales, StreamRows.OneRow(outputs));
    }

    /// <summary>The columns of the product.</summary>
    public int Outputs { get; }

    /// <summary>The summands of each element of it.</summary>
    public int Inputs { get; }

    /// <summary>How the elements are stored.</summary>
    public WeightFormat Format { get; }

    /// <summary>The bytes of the elements in memory: what a product of one row reads.</summary>
    public long Bytes => (long)Lanes * LaneCount * Inputs * StoredElements.Bytes(Format);

    private static int LaneCount => Math.Max(1, CpuKernels.VectorBits / (8 * sizeof(float)));

    private int Lanes => (Outputs + LaneCount - 1) / LaneCount;

    /// <summary>Packs a matrix.</summary>
    /// <param name="elements">The elements of W, row by row.</param>
    /// <param name="outputs">The rows of W.</param>
    /// <param name="inputs">The columns of W.</param>
    /// <param name="format">How the elements are stored.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the sizes say, or the matrix is larger than an array.</exception>
    public static StreamMatrix Pack(ReadOnlySpan<float> elements, int outputs, int inputs, WeightFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "The format of weights is Float32, BFloat16 or Int8.");
        if (elements.Length != (long)outputs * inputs)
            throw new ArgumentException($"A matrix of {outputs} × {inputs} has {(long)outputs * inputs} elements; {elements.Length} were given.", nameof(elements));

        var width = LaneCount;
        var lanes = (outputs + width - 1) / width;
        var bytes = (long)lanes * width * inputs * StoredElements.Bytes(format);
        if (bytes > Array.MaxLength - 128)
            throw new ArgumentException($"The matrix of {outputs} × {inputs} takes {bytes:N0} bytes, more than an array holds.", nameof(elements));

        var scales = format == WeightFormat.Int8 ? Scales(elements, outputs, inputs) : default;
        var memory = GC.AllocateArray<byte>((int)bytes + 128, pinned: true);
        ref var panel = ref PackedPanels.Align(memory);
        for (var lane = 0; lane < lanes;)
        {
            var count = PanelOf(lanes - lane);
            var columns = count * width;
            for (var i = 0; i < columns && (lane * width) + i < outputs; i++)
            {
                var output = (lane * width) + i;
                var row = elements.Slice(output * inputs, inputs);
                for (var k = 0; k < inputs; k++)
                {
                    ref var element = ref Unsafe.AddByteOffset(ref panel, (nint)((((long)k * columns) + i) * StoredElements.Bytes(format)));
                    StoredElements.Write(row[k], format == WeightFormat.Int8 ? scales.Row(0, output) : 1, format, ref element);
                }
            }

            panel = ref Unsafe.AddByteOffset(ref panel, (nint)((long)columns * inputs * StoredElements.Bytes(format)));
            lane += count;
        }

        return new StreamMatrix(outputs, inputs, format, memory, scales);
    }

    /// <summary>The product of some rows: y = x Wᵀ.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="x">The rows of inputs.</param>
    /// <param name="y">The rows of outputs.</param>
    /// <param name="steps">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply<TLane>(StreamRows x, StreamRows y, int steps) where TLane : struct, ILane<TLane, float> => Multiply<TLane>(x, _zeros, y, steps);

    /// <summary>The same with a bias: y = x Wᵀ + b.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="x">The rows of inputs.</param>
    /// <param name="bias">b, one row.</param>
    /// <param name="y">The rows of outputs.</param>
    /// <param name="steps">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Multiply<TLane>(StreamRows x, StreamRows bias, StreamRows y, int steps) where TLane : struct, ILane<TLane, float>
    {
        if (Format == WeightFormat.Float32)
            Multiply<TLane, StoredFloat32>(ref x.Row(0), x.Stride, ref bias.Row(0), ref y.Row(0), y.Stride, steps);
        else
            MultiplyStored<TLane>(ref x.Row(0), x.Stride, ref bias.Row(0), ref y.Row(0), y.Stride, steps);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MultiplyStored<TLane>(ref float x, int xStride, ref float bias, ref float y, int yStride, int steps) where TLane : struct, ILane<TLane, float>
    {
        if (Format == WeightFormat.BFloat16)
            Multiply<TLane, StoredBFloat16>(ref x, xStride, ref bias, ref y, yStride, steps);
        else
            Multiply<TLane, StoredInt8>(ref x, xStride, ref bias, ref y, yStride, steps);
    }

    private void Multiply<TLane, TElement>(ref float x, int xStride, ref float bias, ref float y, int yStride, int steps)
        where TLane : struct, ILane<TLane, float>
        where TElement : struct, IStoredElement
    {
        ref var panels = ref PackedPanels.Align(_memory);
        ref var scale = ref Format == WeightFormat.Int8 ? ref _scales.Row(0) : ref Unsafe.NullRef<float>();
        var (inputs, lanes) = ((nuint)Inputs, (nuint)((Outputs + TLane.Count - 1) / TLane.Count));
        var whole = lanes / 8;
        if (whole > 0)
        {
            var row = 0;
            for (; row + StreamProduct<TLane, TElement>.Rows <= steps; row += StreamProduct<TLane, TElement>.Rows)
                StreamProduct<TLane, TElement>.Panels8OfRows(ref Unsafe.Add(ref x, (nint)row * xStride), xStride, inputs, ref panels, whole, ref bias, ref scale, ref Unsafe.Add(ref y, (nint)row * yStride), yStride);
            for (; row < steps; row++)
                StreamProduct<TLane, TElement>.Panels8(ref Unsafe.Add(ref x, (nint)row * xStride), inputs, ref panels, whole, ref bias, ref scale, ref Unsafe.Add(ref y, (nint)row * yStride));
        }

        if (lanes % 8 != 0)
        {
            for (var row = 0; row < steps; row++)
                Rest<TLane, TElement>(ref Unsafe.Add(ref x, (nint)row * xStride), inputs, ref panels, lanes, ref bias, ref scale, ref Unsafe.Add(ref y, (nint)row * yStride));
        }
    }

    /// <summary>The panels of 4, 2 and 1 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest<TLane, TElement>(ref float x, nuint inputs, ref byte panels, nuint lanes, ref float bias, ref float scale, ref float y)
        where TLane : struct, ILane<TLane, float>
        where TElement : struct, IStoredElement
    {
        var lane = lanes / 8 * 8;
        for (var count = (nuint)4; count > 0; count /= 2)
        {
            if ((lanes & count) == 0)
                continue;
            ref var panel = ref Unsafe.AddByteOffset(ref panels, lane * (nuint)TLane.Count * inputs * (nuint)TElement.Bytes);
            var first = lane * (nuint)TLane.Count;
            ref var own = ref Unsafe.IsNullRef(ref scale) ? ref scale : ref Unsafe.Add(ref scale, first);
            if (count == 4)
                StreamProduct<TLane, TElement>.Panel4(ref x, inputs, ref panel, ref Unsafe.Add(ref bias, first), ref own, ref Unsafe.Add(ref y, first));
            else if (count == 2)
                StreamProduct<TLane, TElement>.Panel2(ref x, inputs, ref panel, ref Unsafe.Add(ref bias, first), ref own, ref Unsafe.Add(ref y, first));
            else
                StreamProduct<TLane, TElement>.Panel1(ref x, inputs, ref panel, ref Unsafe.Add(ref bias, first), ref own, ref Unsafe.Add(ref y, first));
            lane += count;
        }
    }

    /// <summary>The lanes of the next panel.</summary>
    private static int PanelOf(int lanes) => lanes >= 8 ? 8 : lanes >= 4 ? 4 : lanes >= 2 ? 2 : 1;

    private static StreamRows Scales(ReadOnlySpan<float> elements, int outputs, int inputs)
    {
        var scales = StreamRows.OneRow(outputs);
        for (var output = 0; output < outputs; output++)
            scales.Row(0, output) = StoredElements.ScaleOf(elements.Slice(output * inputs, inputs));
        return scales;
    }
}
