using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>What streaming models compute beside products and the functions of <see cref="Lanes"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StreamFunctions
{
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

    /// <summary>The logarithm of the softmax of a row: x - max - log Σ e^(x - max). A row of -∞ stays one.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="x">The row.</param>
    /// <param name="y">Where the result goes; it may be the row.</param>
    /// <param name="width">The number of columns.</param>
    public static void LogSoftmax<TLane>(ref float x, ref float y, int width) where TLane : struct, ILane<TLane, float>
    {
        var largest = float.NegativeInfinity;
        for (var i = 0; i < width; i++)
            largest = MathF.Max(largest, Unsafe.Add(ref x, i));
        if (float.IsNegativeInfinity(largest))
        {
            // Of no choice at all there is no distribution: what is suppressed stays so.
            MemoryMarshal.CreateSpan(ref y, width).Fill(largest);
            return;
        }

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

    /// <summary>tanh of each column, in place.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="x">The row, with room for a lane behind it.</param>
    /// <param name="width">The number of columns.</param>
    public static void Tanh<TLane>(ref float x, int width) where TLane : struct, ILane<TLane, float>
    {
        for (nuint j = 0; j < (nuint)width; j += (nuint)TLane.Count)
            TLane.Store(Lanes.Tanh(TLane.Load(in x, j)), ref x, j);
    }

    /// <summary>A multiple of the sum of two rows.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="left">A row.</param>
    /// <param name="right">Another one.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="y">Where the result goes, with room for a lane behind it.</param>
    /// <param name="width">The number of columns.</param>
    public static void Add<TLane>(ref float left, ref float right, float factor, ref float y, int width) where TLane : struct, ILane<TLane, float>
    {
        for (nuint j = 0; j < (nuint)width; j += (nuint)TLane.Count)
            TLane.Store((TLane.Load(in left, j) + TLane.Load(in right, j)) * TLane.Create(factor), ref y, j);
    }

    /// <summary>The larger of each two neighbours (Goodfellow et al. 2013).</summary>
    /// <param name="x">The row, twice as long as the result.</param>
    /// <param name="y">Where the result goes.</param>
    /// <param name="width">The number of columns of the result.</param>
    public static void Maxout(ref float x, ref float y, int width)
    {
        for (var j = 0; j < width; j++)
            Unsafe.Add(ref y, j) = MathF.Max(Unsafe.Add(ref x, 2 * j), Unsafe.Add(ref x, (2 * j) + 1));
    }

    /// <summary>The mean of rows.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="x">The rows.</param>
    /// <param name="steps">The number of rows, at least 1.</param>
    /// <param name="y">Where the result goes, with room for a lane behind it.</param>
    /// <param name="width">The number of columns.</param>
    public static void Mean<TLane>(StreamRows x, int steps, ref float y, int width) where TLane : struct, ILane<TLane, float>
    {
        for (nuint j = 0; j < (nuint)width; j += (nuint)TLane.Count)
        {
            var sum = TLane.Constant(0);
            for (var t = 0; t < steps; t++)
                sum += TLane.Load(in x.Row(t), j);
            TLane.Store(sum / TLane.Constant(steps), ref y, j);
        }
    }

    /// <summary>The outer product of two vectors, row after row.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="left">The first vector.</param>
    /// <param name="right">The second vector.</param>
    /// <param name="y">Where the matrix goes.</param>
    /// <param name="rows">The number of elements of the first vector.</param>
    /// <param name="columns">The number of elements of the second vector.</param>
    public static void Outer<TLane>(ref float left, ref float right, ref float y, int rows, int columns) where TLane : struct, ILane<TLane, float> =>
        RowProducts.Outer<TLane, float>(new StepRows<float>(ref left, 0, 1), new StepRows<float>(ref right, 0, 1), new StepRows<float>(ref y, 0, 1), rows, columns, accumulates: false);

    /// <summary>The product of a matrix, row after row, with a vector.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="y">Where the result goes.</param>
    /// <param name="rows">The number of rows of the matrix.</param>
    /// <param name="columns">The number of its columns.</param>
    public static void Times<TLane>(ref float matrix, ref float vector, ref float y, int rows, int columns) where TLane : struct, ILane<TLane, float> =>
        RowProducts.Times<TLane, float>(new StepRows<float>(ref matrix, 0, 1), new StepRows<float>(ref vector, 0, 1), new StepRows<float>(ref y, 0, 1), rows, columns, accumulates: false);

    /// <summary>The product of a transposed matrix with a vector.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <param name="matrix">The matrix.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="y">Where the result goes.</param>
    /// <param name="rows">The number of rows of the matrix.</param>
    /// <param name="columns">The number of its columns.</param>
    public static void TransposedTimes<TLane>(ref float matrix, ref float vector, ref float y, int rows, int columns) where TLane : struct, ILane<TLane, float> =>
        RowProducts.TransposedTimes<TLane, float>(new StepRows<float>(ref matrix, 0, 1), new StepRows<float>(ref vector, 0, 1), new StepRows<float>(ref y, 0, 1), rows, columns, accumulates: false);

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
        TLane.Constant(0.5) * x * (TLane.Constant(1) + Lanes.Erf(x * TLane.Constant(0.70710678118654752)));

    /// <summary>x σ(x) (Elfwing et al. 2018).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Silu<TLane>(TLane x) where TLane : struct, ILane<TLane, float> => x * Lanes.Sigmoid(x);
}
