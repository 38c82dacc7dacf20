using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>
/// The weights W [outputs, inputs] of products x Wᵀ of one row or a few, packed once in the order in which the product reads them: panels of 8 lanes of outputs, the last ones of
/// 4, 2 and 1, each with the elements of two inputs after those of the two before.
/// </summary>
/// <remarks>Nothing modifies it, so any number of streams and threads may share it.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StreamMatrix
{
    // Pinned, so that the address of the panels is one of its fields.
    private readonly byte[] _memory;
    private readonly nint _panels;
    private readonly StreamRows _scales;
    private readonly StreamRows _zeros;
    private readonly int _largestActivation;

    private StreamMatrix(int outputs, int inputs, WeightFormat format, byte[] memory, StreamRows scales, int largestActivation)
    {
        (Outputs, Inputs, Format) = (outputs, inputs, format);
        (_memory, _scales, _zeros, _largestActivation) = (memory, scales, StreamRows.OneRow(outputs), largestActivation);
        _panels = Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref PackedPanels.Align(memory));
    }

    /// <summary>The columns of the product.</summary>
    public int Outputs { get; }

    /// <summary>The summands of each element of it.</summary>
    public int Inputs { get; }

    /// <summary>How the elements are stored.</summary>
    public WeightFormat Format { get; }

    /// <summary>The bytes of the elements in memory: what a product of one row reads.</summary>
    public long Bytes => SizeOf(Outputs, Inputs, Format);

    private static int LaneCount => Math.Max(1, CpuKernels.VectorBits / (8 * sizeof(float)));

    /// <summary>Packs a matrix.</summary>
    /// <param name="elements">The elements of W, row by row.</param>
    /// <param name="outputs">The rows of W.</param>
    /// <param name="inputs">The columns of W.</param>
    /// <param name="format">How the elements are stored.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the sizes say, or the matrix is larger than an array, or its rows are too long for sums of int8 in 32 bits.</exception>
    public static StreamMatrix Pack(ReadOnlySpan<float> elements, int outputs, int inputs, WeightFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "The format of weights is Float32, BFloat16 or Int8.");
        if (elements.Length != (long)outputs * inputs)
            throw new ArgumentException($"A matrix of {outputs} × {inputs} has {(long)outputs * inputs} elements; {elements.Length} were given.", nameof(elements));
        return Pack(elements, outputs, inputs, format, format == WeightFormat.Int8 ? StoredElements.ScalesOf(elements, outputs, inputs) : []);
    }

    /// <summary>The same with given scales of the rows; none in formats without scales.</summary>
    internal static StreamMatrix Pack(ReadOnlySpan<float> elements, int outputs, int inputs, WeightFormat format, ReadOnlySpan<float> scales)
    {
        var bytes = SizeOf(outputs, inputs, format);
        if (bytes > Array.MaxLength - 128)
            throw new ArgumentException($"The matrix of {outputs} × {inputs} takes {bytes:N0} bytes, more than an array holds.", nameof(elements));

        var (width, size, largestSum) = (LaneCount, StoredElements.Bytes(format), 1L);
        var lanes = (outputs + width - 1) / width;
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
                var (scale, sum) = (format == WeightFormat.Int8 ? scales[output] : 1, 0L);
                for (var k = 0; k < inputs; k++)
                {
                    // Elements of two inputs are side by side where they have less than 32 bits.
                    var index = format == WeightFormat.Float32 ? ((long)k * columns) + i : ((((long)(k / 2) * columns) + i) * 2) + (k % 2);
                    ref var element = ref Unsafe.AddByteOffset(ref panel, (nint)(index * size));
                    StoredElements.Write(row[k], scale, format, ref element);
                    if (format == WeightFormat.Int8)
                        sum += Math.Abs((int)(sbyte)element);
                }

                largestSum = Math.Max(largestSum, sum);
            }

            panel = ref Unsafe.AddByteOffset(ref panel, (nint)((long)columns * Even(inputs) * size));
            lane += count;
        }

        // Activations that are rounded more coarsely than the weights would lose more than int8 does.
        var largestActivation = (int)Math.Min(short.MaxValue, int.MaxValue / largestSum);
        if (largestActivation < sbyte.MaxValue)
            throw new ArgumentException($"A row of {inputs:N0} elements is too long for int8: sums of its products exceed 32 bits.", nameof(elements));
        return new StreamMatrix(outputs, inputs, format, memory, format == WeightFormat.Int8 ? StreamRows.Of(scales) : default, largestActivation);
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
        if (Format == WeightFormat.Float32 && steps == 1)
            StreamProduct<TLane, StoredFloat32>.Row(ref x.Row(0), (nuint)Inputs, ref Panels, LanesOf<TLane>(), ref bias.Row(0), ref y.Row(0));
        else
            MultiplyStored<TLane>(ref x.Row(0), x.Stride, ref bias.Row(0), ref y.Row(0), y.Stride, steps);
    }

    private ref byte Panels
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.AddByteOffset(ref Unsafe.NullRef<byte>(), _panels);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nuint LanesOf<TLane>() where TLane : struct, ILane<TLane, float> => (nuint)((Outputs + TLane.Count - 1) / TLane.Count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MultiplyStored<TLane>(ref float x, int xStride, ref float bias, ref float y, int yStride, int steps) where TLane : struct, ILane<TLane, float>
    {
        if (Format == WeightFormat.Float32)
            StreamProduct<TLane, StoredFloat32>.Block(ref x, xStride, (nuint)Inputs, ref Panels, LanesOf<TLane>(), ref bias, ref y, yStride, steps);
        else if (Format == WeightFormat.BFloat16)
            StreamProduct<TLane, StoredBFloat16>.Block(ref x, xStride, (nuint)Inputs, ref Panels, LanesOf<TLane>(), ref bias, ref y, yStride, steps);
        else if (typeof(TLane) == typeof(Lane512F))
            Integers<Lane512F, Integer512>(ref x, xStride, ref bias, ref y, yStride, steps);
        else if (typeof(TLane) == typeof(Lane256F))
            Integers<Lane256F, Integer256>(ref x, xStride, ref bias, ref y, yStride, steps);
        else if (typeof(TLane) == typeof(Lane128F))
            Integers<Lane128F, Integer128>(ref x, xStride, ref bias, ref y, yStride, steps);
        else
            Integers<ScalarF, IntegerScalar>(ref x, xStride, ref bias, ref y, yStride, steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Integers<TLane, TInteger>(ref float x, int xStride, ref float bias, ref float y, int yStride, int steps)
        where TLane : struct, ILane<TLane, float>
        where TInteger : struct, IIntegerLane<TInteger, TLane> =>
        IntegerProduct<TLane, TInteger>.Block(ref x, xStride, Inputs, ref Panels, LanesOf<TLane>(), _largestActivation, ref bias, ref _scales.Row(0), ref y, yStride, steps);

    /// <summary>The lanes of the next panel.</summary>
    private static int PanelOf(int lanes) => lanes >= 8 ? 8 : lanes >= 4 ? 4 : lanes >= 2 ? 2 : 1;

    /// <summary>Inputs are stored two by two.</summary>
    private static int Even(int inputs) => (inputs + 1) / 2 * 2;

    private static long SizeOf(int outputs, int inputs, WeightFormat format) => (long)((outputs + LaneCount - 1) / LaneCount) * LaneCount * Even(inputs) * StoredElements.Bytes(format);
}
