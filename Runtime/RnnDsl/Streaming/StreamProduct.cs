using System.Runtime.CompilerServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>
/// The inner loops of <see cref="StreamMatrix"/> for floating-point elements. 8 independent sums hide the latency of a multiplication and addition; panels of fewer lanes have several sums for
/// each lane, over every second, fourth or eighth input. A product of several rows adds in the order of a product of one, so that a block gives, to the last bit, what its steps give alone.
/// </summary>
internal static class StreamProduct<TLane, TElement>
    where TLane : struct, ILane<TLane, float>
    where TElement : struct, IStoredPair
{
    /// <summary>The rows of <see cref="Panels8OfRows"/>.</summary>
    private const int Rows = 4;

    /// <summary>The bytes of a lane for two inputs.</summary>
    private static nuint Step
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)(2 * TLane.Count * TElement.Bytes);
    }

    /// <summary>The bytes of a panel: inputs are stored two by two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint BytesOf(nuint inputs, nuint lanes) => (inputs + 1) / 2 * lanes * Step;

    /// <summary>One row times a whole matrix: y = x Wᵀ + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Row(ref float x, nuint inputs, ref byte panel, nuint lanes, ref float bias, ref float y)
    {
        for (; lanes >= 8; lanes -= 8)
        {
            TLane s0, s1, s2, s3, s4, s5, s6, s7;
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
            nuint k = 0;
            for (; k + 1 < inputs; k += 2)
            {
                var value = TLane.Create(Unsafe.Add(ref x, k));
                s0 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 0), s0);
                s1 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 1), s1);
                s2 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 2), s2);
                s3 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 3), s3);
                s4 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 4), s4);
                s5 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 5), s5);
                s6 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 6), s6);
                s7 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 7), s7);
                value = TLane.Create(Unsafe.Add(ref x, k + 1));
                s0 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 0, 8), s0);
                s1 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 1, 8), s1);
                s2 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 2, 8), s2);
                s3 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 3, 8), s3);
                s4 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 4, 8), s4);
                s5 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 5, 8), s5);
                s6 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 6, 8), s6);
                s7 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 7, 8), s7);
                panel = ref Unsafe.AddByteOffset(ref panel, 8 * Step);
            }

            if (k < inputs)
            {
                var value = TLane.Create(Unsafe.Add(ref x, k));
                s0 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 0), s0);
                s1 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 1), s1);
                s2 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 2), s2);
                s3 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 3), s3);
                s4 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 4), s4);
                s5 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 5), s5);
                s6 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 6), s6);
                s7 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 7), s7);
                panel = ref Unsafe.AddByteOffset(ref panel, 8 * Step);
            }

            Store(s0, 0, ref bias, ref y);
            Store(s1, 1, ref bias, ref y);
            Store(s2, 2, ref bias, ref y);
            Store(s3, 3, ref bias, ref y);
            Store(s4, 4, ref bias, ref y);
            Store(s5, 5, ref bias, ref y);
            Store(s6, 6, ref bias, ref y);
            Store(s7, 7, ref bias, ref y);
            bias = ref Unsafe.Add(ref bias, 8 * TLane.Count);
            y = ref Unsafe.Add(ref y, 8 * TLane.Count);
        }

        if (lanes != 0)
            Rest(ref x, inputs, ref panel, lanes, ref bias, ref y);
    }

    /// <summary>One row times the panels of 4, 2 and 1 lanes behind those of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest(ref float x, nuint inputs, ref byte panel, nuint lanes, ref float bias, ref float y)
    {
        if ((lanes & 4) != 0)
        {
            Panel4(ref x, inputs, ref panel, ref bias, ref y);
            panel = ref Unsafe.AddByteOffset(ref panel, BytesOf(inputs, 4));
            bias = ref Unsafe.Add(ref bias, 4 * TLane.Count);
            y = ref Unsafe.Add(ref y, 4 * TLane.Count);
        }

        if ((lanes & 2) != 0)
        {
            Panel2(ref x, inputs, ref panel, ref bias, ref y);
            panel = ref Unsafe.AddByteOffset(ref panel, BytesOf(inputs, 2));
            bias = ref Unsafe.Add(ref bias, 2 * TLane.Count);
            y = ref Unsafe.Add(ref y, 2 * TLane.Count);
        }

        if ((lanes & 1) != 0)
            Panel1(ref x, inputs, ref panel, ref bias, ref y);
    }

    /// <summary>Rows times a whole matrix.</summary>
    public static void Block(ref float x, int xStride, nuint inputs, ref byte panel, nuint lanes, ref float bias, ref float y, int yStride, int rows)
    {
        var row = 0;
        var whole = lanes & ~(nuint)7;
        if (whole != 0)
        {
            for (; row + Rows <= rows; row += Rows)
                Panels8OfRows(ref Unsafe.Add(ref x, (nint)row * xStride), xStride, inputs, ref panel, whole / 8, ref bias, ref Unsafe.Add(ref y, (nint)row * yStride), yStride);
        }

        if (row > 0 && whole != lanes)
        {
            ref var rest = ref Unsafe.AddByteOffset(ref panel, BytesOf(inputs, whole));
            var first = (nint)whole * TLane.Count;
            for (var i = 0; i < row; i++)
                Row(ref Unsafe.Add(ref x, (nint)i * xStride), inputs, ref rest, lanes - whole, ref Unsafe.Add(ref bias, first), ref Unsafe.Add(ref y, ((nint)i * yStride) + first));
        }

        for (; row < rows; row++)
            Row(ref Unsafe.Add(ref x, (nint)row * xStride), inputs, ref panel, lanes, ref bias, ref Unsafe.Add(ref y, (nint)row * yStride));
    }

    /// <summary>4 rows times panels of 8 lanes, 2 lanes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Panels8OfRows(ref float x, int xStride, nuint inputs, ref byte panel, nuint panels, ref float bias, ref float y, int yStride)
    {
        ref var x1 = ref Unsafe.Add(ref x, xStride);
        ref var x2 = ref Unsafe.Add(ref x1, xStride);
        ref var x3 = ref Unsafe.Add(ref x2, xStride);
        for (; panels != 0; panels--)
        {
            for (nuint lane = 0; lane < 8; lane += 2)
            {
                ref var w = ref panel;
                TLane s00, s01, s10, s11, s20, s21, s30, s31;
                s00 = s01 = s10 = s11 = s20 = s21 = s30 = s31 = default;
                for (nuint k = 0; k < inputs; k++)
                {
                    TLane left, right;
                    if ((k & 1) == 0)
                    {
                        left = TElement.First<TLane>(in w, lane);
                        right = TElement.First<TLane>(in w, lane + 1);
                    }
                    else
                    {
                        left = TElement.Second<TLane>(in w, lane, 8);
                        right = TElement.Second<TLane>(in w, lane + 1, 8);
                        w = ref Unsafe.AddByteOffset(ref w, 8 * Step);
                    }

                    var value = TLane.Create(Unsafe.Add(ref x, k));
                    s00 = TLane.MultiplyAdd(value, left, s00);
                    s01 = TLane.MultiplyAdd(value, right, s01);
                    value = TLane.Create(Unsafe.Add(ref x1, k));
                    s10 = TLane.MultiplyAdd(value, left, s10);
                    s11 = TLane.MultiplyAdd(value, right, s11);
                    value = TLane.Create(Unsafe.Add(ref x2, k));
                    s20 = TLane.MultiplyAdd(value, left, s20);
                    s21 = TLane.MultiplyAdd(value, right, s21);
                    value = TLane.Create(Unsafe.Add(ref x3, k));
                    s30 = TLane.MultiplyAdd(value, left, s30);
                    s31 = TLane.MultiplyAdd(value, right, s31);
                }

                ref var result = ref y;
                Store(s00, 0, ref bias, ref result);
                Store(s01, 1, ref bias, ref result);
                result = ref Unsafe.Add(ref result, yStride);
                Store(s10, 0, ref bias, ref result);
                Store(s11, 1, ref bias, ref result);
                result = ref Unsafe.Add(ref result, yStride);
                Store(s20, 0, ref bias, ref result);
                Store(s21, 1, ref bias, ref result);
                result = ref Unsafe.Add(ref result, yStride);
                Store(s30, 0, ref bias, ref result);
                Store(s31, 1, ref bias, ref result);
                bias = ref Unsafe.Add(ref bias, 2 * TLane.Count);
                y = ref Unsafe.Add(ref y, 2 * TLane.Count);
            }

            panel = ref Unsafe.AddByteOffset(ref panel, BytesOf(inputs, 8));
        }
    }

    /// <summary>One row times a panel of 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Panel4(ref float x, nuint inputs, ref byte panel, ref float bias, ref float y)
    {
        TLane s0, s1, s2, s3, s4, s5, s6, s7;
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
        nuint k = 0;
        for (; k + 1 < inputs; k += 2)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 1), s1);
            s2 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 2), s2);
            s3 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 3), s3);
            value = TLane.Create(Unsafe.Add(ref x, k + 1));
            s4 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 0, 4), s4);
            s5 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 1, 4), s5);
            s6 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 2, 4), s6);
            s7 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 3, 4), s7);
            panel = ref Unsafe.AddByteOffset(ref panel, 4 * Step);
        }

        if (k < inputs)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 1), s1);
            s2 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 2), s2);
            s3 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 3), s3);
        }

        Store(s0 + s4, 0, ref bias, ref y);
        Store(s1 + s5, 1, ref bias, ref y);
        Store(s2 + s6, 2, ref bias, ref y);
        Store(s3 + s7, 3, ref bias, ref y);
    }

    /// <summary>One row times a panel of 2 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Panel2(ref float x, nuint inputs, ref byte panel, ref float bias, ref float y)
    {
        TLane s0, s1, s2, s3, s4, s5, s6, s7;
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
        nuint k = 0;
        for (; k + 3 < inputs; k += 4)
        {
            ref var next = ref Unsafe.AddByteOffset(ref panel, 2 * Step);
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 1), s1);
            value = TLane.Create(Unsafe.Add(ref x, k + 1));
            s2 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 0, 2), s2);
            s3 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 1, 2), s3);
            value = TLane.Create(Unsafe.Add(ref x, k + 2));
            s4 = TLane.MultiplyAdd(value, TElement.First<TLane>(in next, 0), s4);
            s5 = TLane.MultiplyAdd(value, TElement.First<TLane>(in next, 1), s5);
            value = TLane.Create(Unsafe.Add(ref x, k + 3));
            s6 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in next, 0, 2), s6);
            s7 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in next, 1, 2), s7);
            panel = ref Unsafe.AddByteOffset(ref panel, 4 * Step);
        }

        for (var isFirst = true; k < inputs; k++, isFirst = !isFirst)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            if (isFirst)
            {
                s0 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 0), s0);
                s1 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 1), s1);
            }
            else
            {
                s0 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 0, 2), s0);
                s1 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 1, 2), s1);
                panel = ref Unsafe.AddByteOffset(ref panel, 2 * Step);
            }
        }

        Store((s0 + s2) + (s4 + s6), 0, ref bias, ref y);
        Store((s1 + s3) + (s5 + s7), 1, ref bias, ref y);
    }

    /// <summary>One row times a panel of 1 lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Panel1(ref float x, nuint inputs, ref byte panel, ref float bias, ref float y)
    {
        TLane s0, s1, s2, s3, s4, s5, s6, s7;
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
        nuint k = 0;
        for (; k + 7 < inputs; k += 8)
        {
            s0 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k)), TElement.First<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k + 1)), TElement.Second<TLane>(in panel, 0, 1), s1);
            ref var next = ref Unsafe.AddByteOffset(ref panel, Step);
            s2 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k + 2)), TElement.First<TLane>(in next, 0), s2);
            s3 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k + 3)), TElement.Second<TLane>(in next, 0, 1), s3);
            next = ref Unsafe.AddByteOffset(ref panel, 2 * Step);
            s4 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k + 4)), TElement.First<TLane>(in next, 0), s4);
            s5 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k + 5)), TElement.Second<TLane>(in next, 0, 1), s5);
            next = ref Unsafe.AddByteOffset(ref panel, 3 * Step);
            s6 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k + 6)), TElement.First<TLane>(in next, 0), s6);
            s7 = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref x, k + 7)), TElement.Second<TLane>(in next, 0, 1), s7);
            panel = ref Unsafe.AddByteOffset(ref panel, 4 * Step);
        }

        for (var isFirst = true; k < inputs; k++, isFirst = !isFirst)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            if (isFirst)
            {
                s0 = TLane.MultiplyAdd(value, TElement.First<TLane>(in panel, 0), s0);
            }
            else
            {
                s0 = TLane.MultiplyAdd(value, TElement.Second<TLane>(in panel, 0, 1), s0);
                panel = ref Unsafe.AddByteOffset(ref panel, Step);
            }
        }

        Store(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)), 0, ref bias, ref y);
    }

    /// <summary>y = s + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLane sum, nuint lane, ref float bias, ref float y)
    {
        var first = lane * (nuint)TLane.Count;
        TLane.Store(sum + TLane.Load(in bias, first), ref y, first);
    }
}
