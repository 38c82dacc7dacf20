using System.Runtime.CompilerServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>
/// The inner loops of <see cref="StreamMatrix"/>. 8 independent sums hide the latency of a multiplication and addition; panels of fewer lanes have several sums for each lane, over
/// every second, fourth or eighth input. A product of several rows adds in the order of a product of one, so that a block gives, to the last bit, what its steps give alone.
/// </summary>
internal static class StreamProduct<TLane, TElement>
    where TLane : struct, ILane<TLane, float>
    where TElement : struct, IStoredElement
{
    /// <summary>The rows of <see cref="Panels8OfRows"/>.</summary>
    public const int Rows = 4;

    /// <summary>The bytes of a lane.</summary>
    private static nuint Step
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)(TLane.Count * TElement.Bytes);
    }

    /// <summary>One row times panels of 8 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Panels8(ref float x, nuint inputs, ref byte panel, nuint panels, ref float bias, ref float scale, ref float y)
    {
        for (; panels != 0; panels--)
        {
            TLane s0, s1, s2, s3, s4, s5, s6, s7;
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
            for (nuint k = 0; k < inputs; k++)
            {
                var value = TLane.Create(Unsafe.Add(ref x, k));
                s0 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 0), s0);
                s1 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 1 * Step), s1);
                s2 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 2 * Step), s2);
                s3 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 3 * Step), s3);
                s4 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 4 * Step), s4);
                s5 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 5 * Step), s5);
                s6 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 6 * Step), s6);
                s7 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 7 * Step), s7);
                panel = ref Unsafe.AddByteOffset(ref panel, 8 * Step);
            }

            Store(s0, 0, ref bias, ref scale, ref y);
            Store(s1, 1, ref bias, ref scale, ref y);
            Store(s2, 2, ref bias, ref scale, ref y);
            Store(s3, 3, ref bias, ref scale, ref y);
            Store(s4, 4, ref bias, ref scale, ref y);
            Store(s5, 5, ref bias, ref scale, ref y);
            Store(s6, 6, ref bias, ref scale, ref y);
            Store(s7, 7, ref bias, ref scale, ref y);
            bias = ref Unsafe.Add(ref bias, 8 * TLane.Count);
            scale = ref Behind(ref scale, 8 * TLane.Count);
            y = ref Unsafe.Add(ref y, 8 * TLane.Count);
        }
    }

    /// <summary>4 rows times panels of 8 lanes, 2 lanes at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Panels8OfRows(ref float x, int xStride, nuint inputs, ref byte panel, nuint panels, ref float bias, ref float scale, ref float y, int yStride)
    {
        ref var x1 = ref Unsafe.Add(ref x, xStride);
        ref var x2 = ref Unsafe.Add(ref x1, xStride);
        ref var x3 = ref Unsafe.Add(ref x2, xStride);
        for (; panels != 0; panels--)
        {
            for (nuint pair = 0; pair < 4; pair++)
            {
                ref var w = ref Unsafe.AddByteOffset(ref panel, 2 * pair * Step);
                TLane s00, s01, s10, s11, s20, s21, s30, s31;
                s00 = s01 = s10 = s11 = s20 = s21 = s30 = s31 = default;
                for (nuint k = 0; k < inputs; k++)
                {
                    var left = TElement.Load<TLane>(in w, 0);
                    var right = TElement.Load<TLane>(in w, Step);
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
                    w = ref Unsafe.AddByteOffset(ref w, 8 * Step);
                }

                ref var result = ref y;
                Store(s00, 0, ref bias, ref scale, ref result);
                Store(s01, 1, ref bias, ref scale, ref result);
                result = ref Unsafe.Add(ref result, yStride);
                Store(s10, 0, ref bias, ref scale, ref result);
                Store(s11, 1, ref bias, ref scale, ref result);
                result = ref Unsafe.Add(ref result, yStride);
                Store(s20, 0, ref bias, ref scale, ref result);
                Store(s21, 1, ref bias, ref scale, ref result);
                result = ref Unsafe.Add(ref result, yStride);
                Store(s30, 0, ref bias, ref scale, ref result);
                Store(s31, 1, ref bias, ref scale, ref result);
                bias = ref Unsafe.Add(ref bias, 2 * TLane.Count);
                scale = ref Behind(ref scale, 2 * TLane.Count);
                y = ref Unsafe.Add(ref y, 2 * TLane.Count);
            }

            panel = ref Unsafe.AddByteOffset(ref panel, 8 * inputs * Step);
        }
    }

    /// <summary>One row times a panel of 4 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Panel4(ref float x, nuint inputs, ref byte panel, ref float bias, ref float scale, ref float y)
    {
        TLane s0, s1, s2, s3, s4, s5, s6, s7;
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
        nuint k = 0;
        for (; k + 1 < inputs; k += 2)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, Step), s1);
            s2 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 2 * Step), s2);
            s3 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 3 * Step), s3);
            value = TLane.Create(Unsafe.Add(ref x, k + 1));
            s4 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 4 * Step), s4);
            s5 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 5 * Step), s5);
            s6 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 6 * Step), s6);
            s7 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 7 * Step), s7);
            panel = ref Unsafe.AddByteOffset(ref panel, 8 * Step);
        }

        for (; k < inputs; k++)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, Step), s1);
            s2 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 2 * Step), s2);
            s3 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 3 * Step), s3);
            panel = ref Unsafe.AddByteOffset(ref panel, 4 * Step);
        }

        Store(s0 + s4, 0, ref bias, ref scale, ref y);
        Store(s1 + s5, 1, ref bias, ref scale, ref y);
        Store(s2 + s6, 2, ref bias, ref scale, ref y);
        Store(s3 + s7, 3, ref bias, ref scale, ref y);
    }

    /// <summary>One row times a panel of 2 lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Panel2(ref float x, nuint inputs, ref byte panel, ref float bias, ref float scale, ref float y)
    {
        TLane s0, s1, s2, s3, s4, s5, s6, s7;
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
        nuint k = 0;
        for (; k + 3 < inputs; k += 4)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, Step), s1);
            value = TLane.Create(Unsafe.Add(ref x, k + 1));
            s2 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 2 * Step), s2);
            s3 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 3 * Step), s3);
            value = TLane.Create(Unsafe.Add(ref x, k + 2));
            s4 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 4 * Step), s4);
            s5 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 5 * Step), s5);
            value = TLane.Create(Unsafe.Add(ref x, k + 3));
            s6 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 6 * Step), s6);
            s7 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 7 * Step), s7);
            panel = ref Unsafe.AddByteOffset(ref panel, 8 * Step);
        }

        for (; k < inputs; k++)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 0), s0);
            s1 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, Step), s1);
            panel = ref Unsafe.AddByteOffset(ref panel, 2 * Step);
        }

        Store((s0 + s2) + (s4 + s6), 0, ref bias, ref scale, ref y);
        Store((s1 + s3) + (s5 + s7), 1, ref bias, ref scale, ref y);
    }

    /// <summary>One row times a panel of 1 lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Panel1(ref float x, nuint inputs, ref byte panel, ref float bias, ref float scale, ref float y)
    {
        TLane s0, s1, s2, s3, s4, s5, s6, s7;
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
        nuint k = 0;
        for (; k + 7 < inputs; k += 8)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 0), s0);
            value = TLane.Create(Unsafe.Add(ref x, k + 1));
            s1 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, Step), s1);
            value = TLane.Create(Unsafe.Add(ref x, k + 2));
            s2 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 2 * Step), s2);
            value = TLane.Create(Unsafe.Add(ref x, k + 3));
            s3 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 3 * Step), s3);
            value = TLane.Create(Unsafe.Add(ref x, k + 4));
            s4 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 4 * Step), s4);
            value = TLane.Create(Unsafe.Add(ref x, k + 5));
            s5 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 5 * Step), s5);
            value = TLane.Create(Unsafe.Add(ref x, k + 6));
            s6 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 6 * Step), s6);
            value = TLane.Create(Unsafe.Add(ref x, k + 7));
            s7 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 7 * Step), s7);
            panel = ref Unsafe.AddByteOffset(ref panel, 8 * Step);
        }

        for (; k < inputs; k++)
        {
            var value = TLane.Create(Unsafe.Add(ref x, k));
            s0 = TLane.MultiplyAdd(value, TElement.Load<TLane>(in panel, 0), s0);
            panel = ref Unsafe.AddByteOffset(ref panel, Step);
        }

        Store(((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)), 0, ref bias, ref scale, ref y);
    }

    /// <summary>y = s + b, or with a scale s ⊙ scale + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLane sum, nuint lane, ref float bias, ref float scale, ref float y)
    {
        var first = lane * (nuint)TLane.Count;
        var shift = TLane.Load(in bias, first);
        TLane.Store(typeof(TElement) == typeof(StoredInt8) ? TLane.MultiplyAdd(sum, TLane.Load(in scale, first), shift) : sum + shift, ref y, first);
    }

    /// <summary>The scales behind others; formats without scales have none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Behind(ref float scale, int count) => ref typeof(TElement) == typeof(StoredInt8) ? ref Unsafe.Add(ref scale, count) : ref scale;
}
