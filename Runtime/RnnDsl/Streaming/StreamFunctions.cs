using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>What streaming models compute beside products and the functions of <see cref="Lanes"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamFunctions
{
    /// <summary>The elements of the widest lane.</summary>
    private const int WidestLane = 16;

    /// <summary>Layer normalisation (Ba et al. 2016) of a row: mean 0 and variance 1 over the columns of each block, times a gain, plus a bias.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="x">The row.</param>
    /// <param name="gain">The gain of each column.</param>
    /// <param name="bias">The bias of each column.</param>
    /// <param name="y">Where the result goes; it may be the row.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="blocks">The number of equally wide parts with a mean and a variance each.</param>
    public static void Normalise<TLane>(ref float x, ref float gain, ref float bias, ref float y, int width, int blocks) where TLane : struct, ILane<TLane, float> =>
        RowReductions.Normalise<TLane, float>(new StepRows<float>(ref x, 0, 1), in gain, in bias, new StepRows<float>(ref y, 0, 1), width, blocks);

    /// <summary>The same without a bias.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="x">The row.</param>
    /// <param name="gain">The gain of each column.</param>
    /// <param name="y">Where the result goes; it may be the row.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="blocks">The number of equally wide parts with a mean and a variance each.</param>
    public static void Normalise<TLane>(ref float x, ref float gain, ref float y, int width, int blocks) where TLane : struct, ILane<TLane, float> =>
        RowReductions.Normalise<TLane, float>(new StepRows<float>(ref x, 0, 1), in gain, new StepRows<float>(ref y, 0, 1), width, blocks);

    /// <summary>The softmax of a row.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="x">The row.</param>
    /// <param name="y">Where the result goes; it may be the row.</param>
    /// <param name="width">The number of columns.</param>
    public static void Softmax<TLane>(ref float x, ref float y, int width) where TLane : struct, ILane<TLane, float> =>
        RowReductions.Softmax<TLane, float>(new StepRows<float>(ref x, 0, 1), new StepRows<float>(ref y, 0, 1), width);

    /// <summary>The logarithm of the softmax of a row: x - max - log Σ e^(x - max).</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="x">The row.</param>
    /// <param name="y">Where the result goes; it may be the row.</param>
    /// <param name="width">The number of columns.</param>
    public static void LogSoftmax<TLane>(ref float x, ref float y, int width) where TLane : struct, ILane<TLane, float>
    {
        var largest = float.NegativeInfinity;
        for (var i = 0; i < width; i++)
            largest = MathF.Max(largest, Unsafe.Add(ref x, i));
        var sum = 0d;
        for (var i = 0; i < width; i++)
            sum += MathF.Exp(Unsafe.Add(ref x, i) - largest);
        var log = (float)Math.Log(sum);
        for (var i = 0; i < width; i++)
            Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i) - largest - log;
    }

    /// <summary>Copies columns.</summary>
    /// <param name="x">The first of them.</param>
    /// <param name="y">Where they go.</param>
    /// <param name="width">Their number.</param>
    public static void Copy(ref float x, ref float y, int width) =>
        MemoryMarshal.CreateReadOnlySpan(ref x, width).CopyTo(MemoryMarshal.CreateSpan(ref y, width));

    /// <summary>Repeats one column.</summary>
    /// <param name="x">The column.</param>
    /// <param name="y">Where it goes.</param>
    /// <param name="width">How often.</param>
    public static void Fill(ref float x, ref float y, int width) => MemoryMarshal.CreateSpan(ref y, width).Fill(x);

    /// <summary>x where it is positive, eˣ - 1 elsewhere (Clevert et al. 2016).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Elu<TLane>(TLane x) where TLane : struct, ILane<TLane, float> =>
        TLane.Select(TLane.LessThan(TLane.Constant(0), x), x, Lanes.Exp(TLane.Min(TLane.Constant(0), x)) - TLane.Constant(1));

    /// <summary>x Φ(x) (Hendrycks and Gimpel 2016).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Gelu<TLane>(TLane x) where TLane : struct, ILane<TLane, float> =>
        TLane.Constant(0.5) * x * (TLane.Constant(1) + Erf(x * TLane.Constant(0.70710678118654752)));

    /// <summary>x σ(x) (Elfwing et al. 2018).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Silu<TLane>(TLane x) where TLane : struct, ILane<TLane, float> => x * Lanes.Sigmoid(x);

    /// <summary>-1, 0 or 1; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Sign<TLane>(TLane x) where TLane : struct, ILane<TLane, float> => TLane.Select(
        TLane.Equal(x, x),
        TLane.Select(TLane.LessThan(TLane.Constant(0), x), TLane.Constant(1), TLane.Select(TLane.LessThan(x, TLane.Constant(0)), TLane.Constant(-1), TLane.Constant(0))),
        x);

    /// <summary>The error function, within 1e-7: the quotient of polynomials that Eigen and XLA have for single precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Erf<TLane>(TLane x) where TLane : struct, ILane<TLane, float>
    {
        // Beyond ±4 it rounds to ±1.
        x = TLane.Max(TLane.Constant(-4), TLane.Min(TLane.Constant(4), x));
        var square = x * x;
        var p = TLane.Constant(-2.72614225801306e-10);
        p = TLane.MultiplyAdd(p, square, TLane.Constant(2.77068142495902e-08));
        p = TLane.MultiplyAdd(p, square, TLane.Constant(-2.10102402082508e-06));
        p = TLane.MultiplyAdd(p, square, TLane.Constant(-5.69250639462346e-05));
        p = TLane.MultiplyAdd(p, square, TLane.Constant(-7.34990630326855e-04));
        p = TLane.MultiplyAdd(p, square, TLane.Constant(-2.95459980854025e-03));
        p = TLane.MultiplyAdd(p, square, TLane.Constant(-1.60960333262415e-02));
        var q = TLane.Constant(-1.45660718464996e-05);
        q = TLane.MultiplyAdd(q, square, TLane.Constant(-2.13374055278905e-04));
        q = TLane.MultiplyAdd(q, square, TLane.Constant(-1.68282697438203e-03));
        q = TLane.MultiplyAdd(q, square, TLane.Constant(-7.37332916720468e-03));
        q = TLane.MultiplyAdd(q, square, TLane.Constant(-1.42647390514189e-02));
        return x * p / q;
    }

    /// <summary>The sine, one element after the other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLane Sin<TLane>(TLane x) where TLane : struct, ILane<TLane, float>
    {
        Span<float> elements = stackalloc float[WidestLane];
        TLane.Store(x, ref elements[0], 0);
        for (var i = 0; i < TLane.Count; i++)
            elements[i] = MathF.Sin(elements[i]);
        return TLane.Load(in elements[0], 0);
    }

    /// <summary>The cosine, one element after the other.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TLane Cos<TLane>(TLane x) where TLane : struct, ILane<TLane, float>
    {
        Span<float> elements = stackalloc float[WidestLane];
        TLane.Store(x, ref elements[0], 0);
        for (var i = 0; i < TLane.Count; i++)
            elements[i] = MathF.Cos(elements[i]);
        return TLane.Load(in elements[0], 0);
    }
}
