using System.Runtime.CompilerServices;

namespace RnnDsl.Kernels;

/// <summary>
/// The inner loops of products: a few rows of C, one panel wide, are kept in registers over the whole depth. Every element is the sum over the depth in its order,
/// which is then added to C, whatever the kernel, so that a row does not depend on the rows beside it.
/// </summary>
/// <remarks>
/// In all of them, <c>a</c> is the left factor with <c>aRow</c> elements from row to row and <c>aStep</c> from summand to summand, <c>panel</c> the right one as
/// <see cref="PackedPanels"/> order it, and <c>c</c> the result with <c>cRow</c> elements from row to row. The number of rows of each is that of the machine's
/// registers (8 rows fill 16 of 32, 6 rows 12 of 16); with fewer rows, more panels give as many independent sums as the latency of a multiplication and addition needs.
/// </remarks>
internal static class Microkernel<TLane, T>
    where TLane : struct, ILane<TLane, T>
    where T : unmanaged
{
    /// <summary>8 rows, for 32 registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows8(
        ref readonly T a, nuint aRow, nuint aStep, ref readonly T panel, ref T c, nuint cRow, nuint depth, bool accumulates)
    {
        var width = (nuint)TLane.Count;
        ref var a0 = ref Unsafe.AsRef(in a);
        ref var c0 = ref c;
        ref var a1 = ref Unsafe.Add(ref a0, aRow);
        ref var c1 = ref Unsafe.Add(ref c0, cRow);
        ref var a2 = ref Unsafe.Add(ref a1, aRow);
        ref var c2 = ref Unsafe.Add(ref c1, cRow);
        ref var a3 = ref Unsafe.Add(ref a2, aRow);
        ref var c3 = ref Unsafe.Add(ref c2, cRow);
        ref var a4 = ref Unsafe.Add(ref a3, aRow);
        ref var c4 = ref Unsafe.Add(ref c3, cRow);
        ref var a5 = ref Unsafe.Add(ref a4, aRow);
        ref var c5 = ref Unsafe.Add(ref c4, cRow);
        ref var a6 = ref Unsafe.Add(ref a5, aRow);
        ref var c6 = ref Unsafe.Add(ref c5, cRow);
        ref var a7 = ref Unsafe.Add(ref a6, aRow);
        ref var c7 = ref Unsafe.Add(ref c6, cRow);
        ref var b0 = ref Unsafe.AsRef(in panel);
        TLane s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51, s60, s61, s70, s71;
        s00 = s01 = s10 = s11 = s20 = s21 = s30 = s31 = s40 = s41 = s50 = s51 = s60 = s61 = s70 = s71 = default;

        nuint ia = 0;
        nuint ib = 0;
        for (; depth != 0; depth--)
        {
            var left = TLane.Load(in b0, ib);
            var right = TLane.Load(in b0, ib + width);
            var x = TLane.Create(Unsafe.Add(ref a0, ia));
            s00 = TLane.MultiplyAdd(x, left, s00);
            s01 = TLane.MultiplyAdd(x, right, s01);
            x = TLane.Create(Unsafe.Add(ref a1, ia));
            s10 = TLane.MultiplyAdd(x, left, s10);
            s11 = TLane.MultiplyAdd(x, right, s11);
            x = TLane.Create(Unsafe.Add(ref a2, ia));
            s20 = TLane.MultiplyAdd(x, left, s20);
            s21 = TLane.MultiplyAdd(x, right, s21);
            x = TLane.Create(Unsafe.Add(ref a3, ia));
            s30 = TLane.MultiplyAdd(x, left, s30);
            s31 = TLane.MultiplyAdd(x, right, s31);
            x = TLane.Create(Unsafe.Add(ref a4, ia));
            s40 = TLane.MultiplyAdd(x, left, s40);
            s41 = TLane.MultiplyAdd(x, right, s41);
            x = TLane.Create(Unsafe.Add(ref a5, ia));
            s50 = TLane.MultiplyAdd(x, left, s50);
            s51 = TLane.MultiplyAdd(x, right, s51);
            x = TLane.Create(Unsafe.Add(ref a6, ia));
            s60 = TLane.MultiplyAdd(x, left, s60);
            s61 = TLane.MultiplyAdd(x, right, s61);
            x = TLane.Create(Unsafe.Add(ref a7, ia));
            s70 = TLane.MultiplyAdd(x, left, s70);
            s71 = TLane.MultiplyAdd(x, right, s71);
            ia += aStep;
            ib += 2 * width;
        }

        if (accumulates)
        {
            s00 += TLane.Load(in c0, 0);
            s01 += TLane.Load(in c0, width);
            s10 += TLane.Load(in c1, 0);
            s11 += TLane.Load(in c1, width);
            s20 += TLane.Load(in c2, 0);
            s21 += TLane.Load(in c2, width);
            s30 += TLane.Load(in c3, 0);
            s31 += TLane.Load(in c3, width);
            s40 += TLane.Load(in c4, 0);
            s41 += TLane.Load(in c4, width);
            s50 += TLane.Load(in c5, 0);
            s51 += TLane.Load(in c5, width);
            s60 += TLane.Load(in c6, 0);
            s61 += TLane.Load(in c6, width);
            s70 += TLane.Load(in c7, 0);
            s71 += TLane.Load(in c7, width);
        }

        TLane.Store(s00, ref c0, 0);
        TLane.Store(s01, ref c0, width);
        TLane.Store(s10, ref c1, 0);
        TLane.Store(s11, ref c1, width);
        TLane.Store(s20, ref c2, 0);
        TLane.Store(s21, ref c2, width);
        TLane.Store(s30, ref c3, 0);
        TLane.Store(s31, ref c3, width);
        TLane.Store(s40, ref c4, 0);
        TLane.Store(s41, ref c4, width);
        TLane.Store(s50, ref c5, 0);
        TLane.Store(s51, ref c5, width);
        TLane.Store(s60, ref c6, 0);
        TLane.Store(s61, ref c6, width);
        TLane.Store(s70, ref c7, 0);
        TLane.Store(s71, ref c7, width);
    }

    /// <summary>6 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows6(
        ref readonly T a, nuint aRow, nuint aStep, ref readonly T panel, ref T c, nuint cRow, nuint depth, bool accumulates)
    {
        var width = (nuint)TLane.Count;
        ref var a0 = ref Unsafe.AsRef(in a);
        ref var c0 = ref c;
        ref var a1 = ref Unsafe.Add(ref a0, aRow);
        ref var c1 = ref Unsafe.Add(ref c0, cRow);
        ref var a2 = ref Unsafe.Add(ref a1, aRow);
        ref var c2 = ref Unsafe.Add(ref c1, cRow);
        ref var a3 = ref Unsafe.Add(ref a2, aRow);
        ref var c3 = ref Unsafe.Add(ref c2, cRow);
        ref var a4 = ref Unsafe.Add(ref a3, aRow);
        ref var c4 = ref Unsafe.Add(ref c3, cRow);
        ref var a5 = ref Unsafe.Add(ref a4, aRow);
        ref var c5 = ref Unsafe.Add(ref c4, cRow);
        ref var b0 = ref Unsafe.AsRef(in panel);
        TLane s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51;
        s00 = s01 = s10 = s11 = s20 = s21 = s30 = s31 = s40 = s41 = s50 = s51 = default;

        nuint ia = 0;
        nuint ib = 0;
        for (; depth != 0; depth--)
        {
            var left = TLane.Load(in b0, ib);
            var right = TLane.Load(in b0, ib + width);
            var x = TLane.Create(Unsafe.Add(ref a0, ia));
            s00 = TLane.MultiplyAdd(x, left, s00);
            s01 = TLane.MultiplyAdd(x, right, s01);
            x = TLane.Create(Unsafe.Add(ref a1, ia));
            s10 = TLane.MultiplyAdd(x, left, s10);
            s11 = TLane.MultiplyAdd(x, right, s11);
            x = TLane.Create(Unsafe.Add(ref a2, ia));
            s20 = TLane.MultiplyAdd(x, left, s20);
            s21 = TLane.MultiplyAdd(x, right, s21);
            x = TLane.Create(Unsafe.Add(ref a3, ia));
            s30 = TLane.MultiplyAdd(x, left, s30);
            s31 = TLane.MultiplyAdd(x, right, s31);
            x = TLane.Create(Unsafe.Add(ref a4, ia));
            s40 = TLane.MultiplyAdd(x, left, s40);
            s41 = TLane.MultiplyAdd(x, right, s41);
            x = TLane.Create(Unsafe.Add(ref a5, ia));
            s50 = TLane.MultiplyAdd(x, left, s50);
            s51 = TLane.MultiplyAdd(x, right, s51);
            ia += aStep;
            ib += 2 * width;
        }

        if (accumulates)
        {
            s00 += TLane.Load(in c0, 0);
            s01 += TLane.Load(in c0, width);
            s10 += TLane.Load(in c1, 0);
            s11 += TLane.Load(in c1, width);
            s20 += TLane.Load(in c2, 0);
            s21 += TLane.Load(in c2, width);
            s30 += TLane.Load(in c3, 0);
            s31 += TLane.Load(in c3, width);
            s40 += TLane.Load(in c4, 0);
            s41 += TLane.Load(in c4, width);
            s50 += TLane.Load(in c5, 0);
            s51 += TLane.Load(in c5, width);
        }

        TLane.Store(s00, ref c0, 0);
        TLane.Store(s01, ref c0, width);
        TLane.Store(s10, ref c1, 0);
        TLane.Store(s11, ref c1, width);
        TLane.Store(s20, ref c2, 0);
        TLane.Store(s21, ref c2, width);
        TLane.Store(s30, ref c3, 0);
        TLane.Store(s31, ref c3, width);
        TLane.Store(s40, ref c4, 0);
        TLane.Store(s41, ref c4, width);
        TLane.Store(s50, ref c5, 0);
        TLane.Store(s51, ref c5, width);
    }

    /// <summary>4 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows4(
        ref readonly T a, nuint aRow, nuint aStep, ref readonly T panel, ref T c, nuint cRow, nuint depth, bool accumulates)
    {
        var width = (nuint)TLane.Count;
        ref var a0 = ref Unsafe.AsRef(in a);
        ref var c0 = ref c;
        ref var a1 = ref Unsafe.Add(ref a0, aRow);
        ref var c1 = ref Unsafe.Add(ref c0, cRow);
        ref var a2 = ref Unsafe.Add(ref a1, aRow);
        ref var c2 = ref Unsafe.Add(ref c1, cRow);
        ref var a3 = ref Unsafe.Add(ref a2, aRow);
        ref var c3 = ref Unsafe.Add(ref c2, cRow);
        ref var b0 = ref Unsafe.AsRef(in panel);
        TLane s00, s01, s10, s11, s20, s21, s30, s31;
        s00 = s01 = s10 = s11 = s20 = s21 = s30 = s31 = default;

        nuint ia = 0;
        nuint ib = 0;
        for (; depth != 0; depth--)
        {
            var left = TLane.Load(in b0, ib);
            var right = TLane.Load(in b0, ib + width);
            var x = TLane.Create(Unsafe.Add(ref a0, ia));
            s00 = TLane.MultiplyAdd(x, left, s00);
            s01 = TLane.MultiplyAdd(x, right, s01);
            x = TLane.Create(Unsafe.Add(ref a1, ia));
            s10 = TLane.MultiplyAdd(x, left, s10);
            s11 = TLane.MultiplyAdd(x, right, s11);
            x = TLane.Create(Unsafe.Add(ref a2, ia));
            s20 = TLane.MultiplyAdd(x, left, s20);
            s21 = TLane.MultiplyAdd(x, right, s21);
            x = TLane.Create(Unsafe.Add(ref a3, ia));
            s30 = TLane.MultiplyAdd(x, left, s30);
            s31 = TLane.MultiplyAdd(x, right, s31);
            ia += aStep;
            ib += 2 * width;
        }

        if (accumulates)
        {
            s00 += TLane.Load(in c0, 0);
            s01 += TLane.Load(in c0, width);
            s10 += TLane.Load(in c1, 0);
            s11 += TLane.Load(in c1, width);
            s20 += TLane.Load(in c2, 0);
            s21 += TLane.Load(in c2, width);
            s30 += TLane.Load(in c3, 0);
            s31 += TLane.Load(in c3, width);
        }

        TLane.Store(s00, ref c0, 0);
        TLane.Store(s01, ref c0, width);
        TLane.Store(s10, ref c1, 0);
        TLane.Store(s11, ref c1, width);
        TLane.Store(s20, ref c2, 0);
        TLane.Store(s21, ref c2, width);
        TLane.Store(s30, ref c3, 0);
        TLane.Store(s31, ref c3, width);
    }

    /// <summary>2 rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows2(
        ref readonly T a, nuint aRow, nuint aStep, ref readonly T panel, ref T c, nuint cRow, nuint depth, bool accumulates)
    {
        var width = (nuint)TLane.Count;
        ref var a0 = ref Unsafe.AsRef(in a);
        ref var c0 = ref c;
        ref var a1 = ref Unsafe.Add(ref a0, aRow);
        ref var c1 = ref Unsafe.Add(ref c0, cRow);
        ref var b0 = ref Unsafe.AsRef(in panel);
        TLane s00, s01, s10, s11;
        s00 = s01 = s10 = s11 = default;

        nuint ia = 0;
        nuint ib = 0;
        for (; depth != 0; depth--)
        {
            var left = TLane.Load(in b0, ib);
            var right = TLane.Load(in b0, ib + width);
            var x = TLane.Create(Unsafe.Add(ref a0, ia));
            s00 = TLane.MultiplyAdd(x, left, s00);
            s01 = TLane.MultiplyAdd(x, right, s01);
            x = TLane.Create(Unsafe.Add(ref a1, ia));
            s10 = TLane.MultiplyAdd(x, left, s10);
            s11 = TLane.MultiplyAdd(x, right, s11);
            ia += aStep;
            ib += 2 * width;
        }

        if (accumulates)
        {
            s00 += TLane.Load(in c0, 0);
            s01 += TLane.Load(in c0, width);
            s10 += TLane.Load(in c1, 0);
            s11 += TLane.Load(in c1, width);
        }

        TLane.Store(s00, ref c0, 0);
        TLane.Store(s01, ref c0, width);
        TLane.Store(s10, ref c1, 0);
        TLane.Store(s11, ref c1, width);
    }

    /// <summary>2 rows, 2 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows2Panels2(
        ref readonly T a, nuint aRow, nuint aStep, ref readonly T panel, nuint panelStride, ref T c, nuint cRow, nuint depth, bool accumulates)
    {
        var width = (nuint)TLane.Count;
        ref var a0 = ref Unsafe.AsRef(in a);
        ref var c0 = ref c;
        ref var a1 = ref Unsafe.Add(ref a0, aRow);
        ref var c1 = ref Unsafe.Add(ref c0, cRow);
        ref var b0 = ref Unsafe.AsRef(in panel);
        ref var b1 = ref Unsafe.Add(ref b0, panelStride);
        TLane s00, s01, s02, s03, s10, s11, s12, s13;
        s00 = s01 = s02 = s03 = s10 = s11 = s12 = s13 = default;

        nuint ia = 0;
        nuint ib = 0;
        for (; depth != 0; depth--)
        {
            var x0 = TLane.Create(Unsafe.Add(ref a0, ia));
            var x1 = TLane.Create(Unsafe.Add(ref a1, ia));
            var b = TLane.Load(in b0, ib);
            s00 = TLane.MultiplyAdd(x0, b, s00);
            s10 = TLane.MultiplyAdd(x1, b, s10);
            b = TLane.Load(in b0, ib + width);
            s01 = TLane.MultiplyAdd(x0, b, s01);
            s11 = TLane.MultiplyAdd(x1, b, s11);
            b = TLane.Load(in b1, ib);
            s02 = TLane.MultiplyAdd(x0, b, s02);
            s12 = TLane.MultiplyAdd(x1, b, s12);
            b = TLane.Load(in b1, ib + width);
            s03 = TLane.MultiplyAdd(x0, b, s03);
            s13 = TLane.MultiplyAdd(x1, b, s13);
            ia += aStep;
            ib += 2 * width;
        }

        if (accumulates)
        {
            s00 += TLane.Load(in c0, 0);
            s01 += TLane.Load(in c0, width);
            s02 += TLane.Load(in c0, 2 * width);
            s03 += TLane.Load(in c0, 3 * width);
            s10 += TLane.Load(in c1, 0);
            s11 += TLane.Load(in c1, width);
            s12 += TLane.Load(in c1, 2 * width);
            s13 += TLane.Load(in c1, 3 * width);
        }

        TLane.Store(s00, ref c0, 0);
        TLane.Store(s01, ref c0, width);
        TLane.Store(s02, ref c0, 2 * width);
        TLane.Store(s03, ref c0, 3 * width);
        TLane.Store(s10, ref c1, 0);
        TLane.Store(s11, ref c1, width);
        TLane.Store(s12, ref c1, 2 * width);
        TLane.Store(s13, ref c1, 3 * width);
    }

    /// <summary>1 row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows1(
        ref readonly T a, nuint aStep, ref readonly T panel, ref T c, nuint depth, bool accumulates)
    {
        var width = (nuint)TLane.Count;
        ref var a0 = ref Unsafe.AsRef(in a);
        ref var c0 = ref c;
        ref var b0 = ref Unsafe.AsRef(in panel);
        TLane s00, s01;
        s00 = s01 = default;

        nuint ia = 0;
        nuint ib = 0;
        for (; depth != 0; depth--)
        {
            var left = TLane.Load(in b0, ib);
            var right = TLane.Load(in b0, ib + width);
            var x = TLane.Create(Unsafe.Add(ref a0, ia));
            s00 = TLane.MultiplyAdd(x, left, s00);
            s01 = TLane.MultiplyAdd(x, right, s01);
            ia += aStep;
            ib += 2 * width;
        }

        if (accumulates)
        {
            s00 += TLane.Load(in c0, 0);
            s01 += TLane.Load(in c0, width);
        }

        TLane.Store(s00, ref c0, 0);
        TLane.Store(s01, ref c0, width);
    }

    /// <summary>1 row, 4 panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Rows1Panels4(
        ref readonly T a, nuint aStep, ref readonly T panel, nuint panelStride, ref T c, nuint depth, bool accumulates)
    {
        var width = (nuint)TLane.Count;
        ref var a0 = ref Unsafe.AsRef(in a);
        ref var c0 = ref c;
        ref var b0 = ref Unsafe.AsRef(in panel);
        ref var b1 = ref Unsafe.Add(ref b0, panelStride);
        ref var b2 = ref Unsafe.Add(ref b1, panelStride);
        ref var b3 = ref Unsafe.Add(ref b2, panelStride);
        TLane s00, s01, s02, s03, s04, s05, s06, s07;
        s00 = s01 = s02 = s03 = s04 = s05 = s06 = s07 = default;

        nuint ia = 0;
        nuint ib = 0;
        for (; depth != 0; depth--)
        {
            var x0 = TLane.Create(Unsafe.Add(ref a0, ia));
            s00 = TLane.MultiplyAdd(x0, TLane.Load(in b0, ib), s00);
            s01 = TLane.MultiplyAdd(x0, TLane.Load(in b0, ib + width), s01);
            s02 = TLane.MultiplyAdd(x0, TLane.Load(in b1, ib), s02);
            s03 = TLane.MultiplyAdd(x0, TLane.Load(in b1, ib + width), s03);
            s04 = TLane.MultiplyAdd(x0, TLane.Load(in b2, ib), s04);
            s05 = TLane.MultiplyAdd(x0, TLane.Load(in b2, ib + width), s05);
            s06 = TLane.MultiplyAdd(x0, TLane.Load(in b3, ib), s06);
            s07 = TLane.MultiplyAdd(x0, TLane.Load(in b3, ib + width), s07);
            ia += aStep;
            ib += 2 * width;
        }

        if (accumulates)
        {
            s00 += TLane.Load(in c0, 0);
            s01 += TLane.Load(in c0, width);
            s02 += TLane.Load(in c0, 2 * width);
            s03 += TLane.Load(in c0, 3 * width);
            s04 += TLane.Load(in c0, 4 * width);
            s05 += TLane.Load(in c0, 5 * width);
            s06 += TLane.Load(in c0, 6 * width);
            s07 += TLane.Load(in c0, 7 * width);
        }

        TLane.Store(s00, ref c0, 0);
        TLane.Store(s01, ref c0, width);
        TLane.Store(s02, ref c0, 2 * width);
        TLane.Store(s03, ref c0, 3 * width);
        TLane.Store(s04, ref c0, 4 * width);
        TLane.Store(s05, ref c0, 5 * width);
        TLane.Store(s06, ref c0, 6 * width);
        TLane.Store(s07, ref c0, 7 * width);
    }
}
