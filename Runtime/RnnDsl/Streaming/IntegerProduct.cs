using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>
/// The product of rows with weights of 8 bits: y = (W x̂ᵀ) ⊙ (s ŝ) + b, with integers W and scales s of its rows, and x̂ = round(x / ŝ) with a scale ŝ of the row x. Activations are rounded to
/// at most 16 bits, fewer where a sum of as many products would exceed 32 bits. Sums are exact: they have the same bits in every order and with every vector width.
/// </summary>
internal static class IntegerProduct<TLane, TInteger>
    where TLane : struct, ILane<TLane, float>
    where TInteger : struct, IIntegerLane<TInteger, TLane>
{
    /// <summary>The largest activation below which a row counts as zeros: its reciprocal times 32,767 is finite above it.</summary>
    private const float Smallest = 1e-33f;

    /// <summary>Activations of a row that fit on the stack.</summary>
    private const int OnStack = 4096;

    /// <summary>The rows that read the weights together.</summary>
    private const int RowsOfBlock = 4;

    /// <summary>Rows times a matrix.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="xStride">The elements from one to the next.</param>
    /// <param name="inputs">The elements of each.</param>
    /// <param name="panel">The weights.</param>
    /// <param name="lanes">The lanes of outputs.</param>
    /// <param name="limit">The largest rounded activation for which every sum fits into 32 bits.</param>
    /// <param name="bias">b.</param>
    /// <param name="scale">s.</param>
    /// <param name="y">The rows of outputs.</param>
    /// <param name="yStride">The elements from one to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Block(ref float x, int xStride, int inputs, ref byte panel, nuint lanes, int limit, ref float bias, ref float scale, ref float y, int yStride, int rows)
    {
        // Rounded activations fill whole lanes, and their number is even.
        var stride = (inputs + 31) / 32 * 32;
        var length = Math.Min(rows, RowsOfBlock) * stride;
        var rented = length > OnStack ? ArrayPool<short>.Shared.Rent(length) : null;
        var rounded = rented ?? stackalloc short[length];
        ref var first = ref MemoryMarshal.GetReference(rounded);
        Span<float> activationScales = stackalloc float[RowsOfBlock];
        for (var row = 0; row < rows; row += RowsOfBlock)
        {
            var count = Math.Min(RowsOfBlock, rows - row);
            for (var i = 0; i < count; i++)
                activationScales[i] = Round(ref Unsafe.Add(ref x, (nint)(row + i) * xStride), (nuint)inputs, limit, ref Unsafe.Add(ref first, i * stride));
            ref var target = ref Unsafe.Add(ref y, (nint)row * yStride);
            if (count == RowsOfBlock)
            {
                FourRows(ref first, stride, (nuint)inputs, ref panel, lanes, ref bias, ref scale, activationScales, ref target, yStride);
                continue;
            }

            for (var i = 0; i < count; i++)
                Row(ref Unsafe.Add(ref first, i * stride), (nuint)inputs, ref panel, lanes, ref bias, ref scale, activationScales[i], ref Unsafe.Add(ref target, (nint)i * yStride));
        }

        if (rented is not null)
            ArrayPool<short>.Shared.Return(rented);
    }

    /// <summary>Rounds a row to integers.</summary>
    /// <returns>The scale ŝ; NaN for a row that is not finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Round(ref float x, nuint inputs, int limit, ref short rounded)
    {
        // The last elements one by one: what lies behind a row is undefined.
        var count = (nuint)TLane.Count;
        var (largest, finite) = (TLane.Constant(0), TLane.Constant(0));
        nuint k = 0;
        for (; k + count <= inputs; k += count)
        {
            var value = TLane.Load(in x, k);
            largest = TLane.Select(TLane.LessThan(largest, TLane.Abs(value)), TLane.Abs(value), largest);
            finite += value - value;
        }

        Span<float> magnitudes = stackalloc float[16];
        TLane.Store(largest, ref MemoryMarshal.GetReference(magnitudes), 0);
        var sum = TLane.Sum(finite);

        // Numbers that are not negative are in the order of their bits.
        var bits = 0;
        for (var i = 0; i < (int)count; i++)
            bits = Math.Max(bits, BitConverter.SingleToInt32Bits(magnitudes[i]));
        var most = BitConverter.Int32BitsToSingle(bits);
        for (var rest = k; rest < inputs; rest++)
        {
            var value = Unsafe.Add(ref x, rest);
            most = MathF.Max(most, MathF.Abs(value));
            sum += value - value;
        }

        // x - x is NaN for infinity and NaN.
        var isZero = !(most >= Smallest);
        var inverse = isZero ? 0 : limit / most;
        var factor = TLane.Create(inverse);
        for (k = 0; k + count <= inputs; k += count)
            TInteger.StoreRounded(TLane.Load(in x, k) * factor, ref Unsafe.Add(ref rounded, k));
        for (; k < inputs; k++)
            Unsafe.Add(ref rounded, k) = unchecked((short)float.ConvertToIntegerNative<int>(MathF.Round(Unsafe.Add(ref x, k) * inverse)));
        if (inputs % 2 != 0)
            Unsafe.Add(ref rounded, inputs) = 0;
        return (isZero ? 0 : most / limit) + sum;
    }

    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Row(ref short x, nuint inputs, ref byte panel, nuint lanes, ref float bias, ref float scale, float activationScale, ref float y)
    {
        ref var pairs = ref Unsafe.As<short, int>(ref x);
        var count = (inputs + 1) / 2;
        var size = (nuint)(2 * TLane.Count);
        var factor = TLane.Create(activationScale);
        for (; lanes >= 8; lanes -= 8)
        {
            TInteger s0, s1, s2, s3, s4, s5, s6, s7;
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
            for (nuint k = 0; k < count; k++)
            {
                var value = Unsafe.Add(ref pairs, k);
                s0 = TInteger.MultiplyAdd(s0, in panel, value);
                s1 = TInteger.MultiplyAdd(s1, in Unsafe.AddByteOffset(ref panel, size), value);
                s2 = TInteger.MultiplyAdd(s2, in Unsafe.AddByteOffset(ref panel, 2 * size), value);
                s3 = TInteger.MultiplyAdd(s3, in Unsafe.AddByteOffset(ref panel, 3 * size), value);
                s4 = TInteger.MultiplyAdd(s4, in Unsafe.AddByteOffset(ref panel, 4 * size), value);
                s5 = TInteger.MultiplyAdd(s5, in Unsafe.AddByteOffset(ref panel, 5 * size), value);
                s6 = TInteger.MultiplyAdd(s6, in Unsafe.AddByteOffset(ref panel, 6 * size), value);
                s7 = TInteger.MultiplyAdd(s7, in Unsafe.AddByteOffset(ref panel, 7 * size), value);
                panel = ref Unsafe.AddByteOffset(ref panel, 8 * size);
            }

            Store(s0, 0, factor, ref bias, ref scale, ref y);
            Store(s1, 1, factor, ref bias, ref scale, ref y);
            Store(s2, 2, factor, ref bias, ref scale, ref y);
            Store(s3, 3, factor, ref bias, ref scale, ref y);
            Store(s4, 4, factor, ref bias, ref scale, ref y);
            Store(s5, 5, factor, ref bias, ref scale, ref y);
            Store(s6, 6, factor, ref bias, ref scale, ref y);
            Store(s7, 7, factor, ref bias, ref scale, ref y);
            bias = ref Unsafe.Add(ref bias, 8 * TLane.Count);
            scale = ref Unsafe.Add(ref scale, 8 * TLane.Count);
            y = ref Unsafe.Add(ref y, 8 * TLane.Count);
        }

        if ((lanes & 4) != 0)
        {
            TInteger s0, s1, s2, s3;
            s0 = s1 = s2 = s3 = default;
            for (nuint k = 0; k < count; k++)
            {
                var value = Unsafe.Add(ref pairs, k);
                s0 = TInteger.MultiplyAdd(s0, in panel, value);
                s1 = TInteger.MultiplyAdd(s1, in Unsafe.AddByteOffset(ref panel, size), value);
                s2 = TInteger.MultiplyAdd(s2, in Unsafe.AddByteOffset(ref panel, 2 * size), value);
                s3 = TInteger.MultiplyAdd(s3, in Unsafe.AddByteOffset(ref panel, 3 * size), value);
                panel = ref Unsafe.AddByteOffset(ref panel, 4 * size);
            }

            Store(s0, 0, factor, ref bias, ref scale, ref y);
            Store(s1, 1, factor, ref bias, ref scale, ref y);
            Store(s2, 2, factor, ref bias, ref scale, ref y);
            Store(s3, 3, factor, ref bias, ref scale, ref y);
            bias = ref Unsafe.Add(ref bias, 4 * TLane.Count);
            scale = ref Unsafe.Add(ref scale, 4 * TLane.Count);
            y = ref Unsafe.Add(ref y, 4 * TLane.Count);
        }

        if ((lanes & 2) != 0)
        {
            TInteger s0, s1;
            s0 = s1 = default;
            for (nuint k = 0; k < count; k++)
            {
                var value = Unsafe.Add(ref pairs, k);
                s0 = TInteger.MultiplyAdd(s0, in panel, value);
                s1 = TInteger.MultiplyAdd(s1, in Unsafe.AddByteOffset(ref panel, size), value);
                panel = ref Unsafe.AddByteOffset(ref panel, 2 * size);
            }

            Store(s0, 0, factor, ref bias, ref scale, ref y);
            Store(s1, 1, factor, ref bias, ref scale, ref y);
            bias = ref Unsafe.Add(ref bias, 2 * TLane.Count);
            scale = ref Unsafe.Add(ref scale, 2 * TLane.Count);
            y = ref Unsafe.Add(ref y, 2 * TLane.Count);
        }

        if ((lanes & 1) != 0)
        {
            TInteger s0 = default;
            for (nuint k = 0; k < count; k++)
            {
                s0 = TInteger.MultiplyAdd(s0, in panel, Unsafe.Add(ref pairs, k));
                panel = ref Unsafe.AddByteOffset(ref panel, size);
            }

            Store(s0, 0, factor, ref bias, ref scale, ref y);
        }
    }

    /// <summary>4 rows, 2 lanes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FourRows(
        ref short x, int xStride, nuint inputs, ref byte panel, nuint lanes, ref float bias, ref float scale, ReadOnlySpan<float> activationScales, ref float y, int yStride)
    {
        ref var x0 = ref Unsafe.As<short, int>(ref x);
        ref var x1 = ref Unsafe.As<short, int>(ref Unsafe.Add(ref x, xStride));
        ref var x2 = ref Unsafe.As<short, int>(ref Unsafe.Add(ref x, 2 * xStride));
        ref var x3 = ref Unsafe.As<short, int>(ref Unsafe.Add(ref x, 3 * xStride));
        var count = (inputs + 1) / 2;
        var size = (nuint)(2 * TLane.Count);
        while (lanes != 0)
        {
            // A panel has 8 lanes, the last ones 4, 2 and 1.
            var width = lanes >= 8 ? 8 : lanes >= 4 ? 4 : lanes >= 2 ? 2 : (nuint)1;
            for (nuint lane = 0; lane < width; lane++)
            {
                ref var w = ref Unsafe.AddByteOffset(ref panel, lane * size);
                TInteger s0, s1, s2, s3;
                s0 = s1 = s2 = s3 = default;
                for (nuint k = 0; k < count; k++)
                {
                    s0 = TInteger.MultiplyAdd(s0, in w, Unsafe.Add(ref x0, k));
                    s1 = TInteger.MultiplyAdd(s1, in w, Unsafe.Add(ref x1, k));
                    s2 = TInteger.MultiplyAdd(s2, in w, Unsafe.Add(ref x2, k));
                    s3 = TInteger.MultiplyAdd(s3, in w, Unsafe.Add(ref x3, k));
                    w = ref Unsafe.AddByteOffset(ref w, width * size);
                }

                Store(s0, 0, TLane.Create(activationScales[0]), ref bias, ref scale, ref y);
                Store(s1, 0, TLane.Create(activationScales[1]), ref bias, ref scale, ref Unsafe.Add(ref y, yStride));
                Store(s2, 0, TLane.Create(activationScales[2]), ref bias, ref scale, ref Unsafe.Add(ref y, 2 * (nint)yStride));
                Store(s3, 0, TLane.Create(activationScales[3]), ref bias, ref scale, ref Unsafe.Add(ref y, 3 * (nint)yStride));
                bias = ref Unsafe.Add(ref bias, TLane.Count);
                scale = ref Unsafe.Add(ref scale, TLane.Count);
                y = ref Unsafe.Add(ref y, TLane.Count);
            }

            panel = ref Unsafe.AddByteOffset(ref panel, count * width * size);
            lanes -= width;
        }
    }

    /// <summary>y = sum ⊙ (s ŝ) + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TInteger sum, nuint lane, TLane activationScale, ref float bias, ref float scale, ref float y)
    {
        var first = lane * (nuint)TLane.Count;
        TLane.Store(TLane.MultiplyAdd(TInteger.ToSingle(sum), TLane.Load(in scale, first) * activationScale, TLane.Load(in bias, first)), ref y, first);
    }
}
