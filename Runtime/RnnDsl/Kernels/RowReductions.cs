using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Kernels;

/// <summary>Functions of whole rows, and their derivatives: layer normalisation, softmax.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RowReductions
{
    /// <summary>What layer normalisation adds to the variance; libtorch's default.</summary>
    private const double Epsilon = 1e-5;

    /// <summary>Layer normalisation (Ba et al. 2016): mean 0 and variance 1 over the columns of each block, times a gain, plus a bias.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="operand">The rows.</param>
    /// <param name="gain">The gain of each column.</param>
    /// <param name="bias">The bias of each column; a null reference for none.</param>
    /// <param name="target">Where the results go; it may be the operand.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="blocks">The number of equally wide parts with a mean and a variance each.</param>
    public static void Normalise<TLane, T>(StepRows<T> operand, ref readonly T gain, ref readonly T bias, StepRows<T> target, int width, int blocks)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var block = width / blocks;
        for (var row = 0; row < operand.Count; row++)
        {
            for (var first = 0; first < width; first += block)
            {
                ref var x = ref Unsafe.Add(ref operand.Row(row), first);
                var (mean, scale) = Statistics<TLane, T>(in x, block);
                ref var shift = ref Unsafe.IsNullRef(in bias) ? ref Unsafe.NullRef<T>() : ref Unsafe.Add(ref Unsafe.AsRef(in bias), first);
                ref var result = ref Unsafe.Add(ref target.Row(row), first);
                Normalised<TLane, WholeLanes<TLane, T>, T>(in x, mean, scale, in Unsafe.Add(ref Unsafe.AsRef(in gain), first), in shift, ref result, ColumnRange.Whole<TLane>(block));
                Normalised<TLane, LastLane<TLane, T>, T>(in x, mean, scale, in Unsafe.Add(ref Unsafe.AsRef(in gain), first), in shift, ref result, ColumnRange.Last<TLane>(block));
            }
        }
    }

    /// <summary>The same without a bias.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="operand">The rows.</param>
    /// <param name="gain">The gain of each column.</param>
    /// <param name="target">Where the results go; it may be the operand.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="blocks">The number of equally wide parts with a mean and a variance each.</param>
    public static void Normalise<TLane, T>(StepRows<T> operand, ref readonly T gain, StepRows<T> target, int width, int blocks)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged =>
        Normalise<TLane, T>(operand, in gain, in Unsafe.NullRef<T>(), target, width, blocks);

    /// <summary>The gradient of the operand of a normalisation.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="gradient">The gradient of the result.</param>
    /// <param name="operand">The operand.</param>
    /// <param name="gain">The gain of each column.</param>
    /// <param name="target">Where the gradient goes.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="blocks">The number of equally wide parts with a mean and a variance each.</param>
    /// <param name="accumulates">Whether it is added to what is there.</param>
    public static void NormaliseBackward<TLane, T>(
        StepRows<T> gradient, StepRows<T> operand, ref readonly T gain, StepRows<T> target, int width, int blocks, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var block = width / blocks;
        var share = TLane.Constant(1.0 / block);
        for (var row = 0; row < operand.Count; row++)
        {
            for (var first = 0; first < width; first += block)
            {
                ref var x = ref Unsafe.Add(ref operand.Row(row), first);
                ref var d = ref Unsafe.Add(ref gradient.Row(row), first);
                ref var g = ref Unsafe.Add(ref Unsafe.AsRef(in gain), first);
                ref var result = ref Unsafe.Add(ref target.Row(row), first);
                var (mean, scale) = Statistics<TLane, T>(in x, block);

                // ∂x = (∂n - mean(∂n) - n ⊙ mean(∂n ⊙ n)) / deviation, with ∂n = gradient ⊙ gain and n the normalised operand.
                var sum = TLane.Constant(0);
                var product = TLane.Constant(0);
                Sums<TLane, WholeLanes<TLane, T>, T>(in x, in d, in g, mean, ref sum, ref product, ColumnRange.Whole<TLane>(block));
                Sums<TLane, LastLane<TLane, T>, T>(in x, in d, in g, mean, ref sum, ref product, ColumnRange.Last<TLane>(block));
                var ofSum = TLane.Create(TLane.Sum(sum)) * share;
                var ofProduct = TLane.Create(TLane.Sum(product)) * share * scale * scale;
                Gradient<TLane, WholeLanes<TLane, T>, T>(in x, in d, in g, mean, scale, ofSum, ofProduct, ref result, accumulates, ColumnRange.Whole<TLane>(block));
                Gradient<TLane, LastLane<TLane, T>, T>(in x, in d, in g, mean, scale, ofSum, ofProduct, ref result, accumulates, ColumnRange.Last<TLane>(block));
            }
        }
    }

    /// <summary>The softmax over the columns.</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="operand">The rows.</param>
    /// <param name="target">Where the results go; it may be the operand.</param>
    /// <param name="width">The number of columns.</param>
    public static void Softmax<TLane, T>(StepRows<T> operand, StepRows<T> target, int width)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (var row = 0; row < operand.Count; row++)
        {
            ref var x = ref operand.Row(row);
            ref var result = ref target.Row(row);

            var largest = TLane.Create(Largest(MemoryMarshal.CreateReadOnlySpan(ref x, width)));
            var sum = TLane.Constant(0);
            Exponentials<TLane, WholeLanes<TLane, T>, T>(in x, largest, ref result, ref sum, ColumnRange.Whole<TLane>(width));
            Exponentials<TLane, LastLane<TLane, T>, T>(in x, largest, ref result, ref sum, ColumnRange.Last<TLane>(width));
            var inverse = TLane.Constant(1) / TLane.Create(TLane.Sum(sum));
            Scale<TLane, WholeLanes<TLane, T>, T>(ref result, inverse, ColumnRange.Whole<TLane>(width));
            Scale<TLane, LastLane<TLane, T>, T>(ref result, inverse, ColumnRange.Last<TLane>(width));
        }
    }

    /// <summary>The gradient of the operand of <see cref="Softmax"/>: s ⊙ (gradient - Σ s ⊙ gradient).</summary>
    /// <typeparam name="TLane">The lane.</typeparam>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="gradient">The gradient of the result.</param>
    /// <param name="softmax">The result.</param>
    /// <param name="target">Where the gradient goes.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="accumulates">Whether it is added to what is there.</param>
    public static void SoftmaxBackward<TLane, T>(StepRows<T> gradient, StepRows<T> softmax, StepRows<T> target, int width, bool accumulates)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (var row = 0; row < softmax.Count; row++)
        {
            ref var s = ref softmax.Row(row);
            ref var d = ref gradient.Row(row);
            ref var result = ref target.Row(row);
            var sum = TLane.Constant(0);
            RowSums.Dot<TLane, WholeLanes<TLane, T>, T>(in s, in d, ref sum, ColumnRange.Whole<TLane>(width));
            RowSums.Dot<TLane, LastLane<TLane, T>, T>(in s, in d, ref sum, ColumnRange.Last<TLane>(width));
            var total = TLane.Create(TLane.Sum(sum));
            SoftmaxGradient<TLane, WholeLanes<TLane, T>, T>(in s, in d, total, ref result, accumulates, ColumnRange.Whole<TLane>(width));
            SoftmaxGradient<TLane, LastLane<TLane, T>, T>(in s, in d, total, ref result, accumulates, ColumnRange.Last<TLane>(width));
        }
    }

    /// <summary>Copies rows.</summary>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <param name="source">The rows.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="width">The number of columns.</param>
    public static void Copy<T>(StepRows<T> source, StepRows<T> target, int width)
        where T : unmanaged
    {
        for (var row = 0; row < source.Count; row++)
            MemoryMarshal.CreateReadOnlySpan(ref source.Row(row), width).CopyTo(MemoryMarshal.CreateSpan(ref target.Row(row), width));
    }

    /// <summary>The mean of a row and the inverse of its standard deviation, in every element of a lane.</summary>
    private static (TLane Mean, TLane Scale) Statistics<TLane, T>(ref readonly T x, int width)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var (whole, last) = (ColumnRange.Whole<TLane>(width), ColumnRange.Last<TLane>(width));
        var share = TLane.Constant(1.0 / width);
        var sum = TLane.Constant(0);
        RowSums.Add<TLane, WholeLanes<TLane, T>, T>(in x, ref sum, whole);
        RowSums.Add<TLane, LastLane<TLane, T>, T>(in x, ref sum, last);
        var mean = TLane.Create(TLane.Sum(sum)) * share;

        var squares = TLane.Constant(0);
        AddSquares<TLane, WholeLanes<TLane, T>, T>(in x, mean, ref squares, whole);
        AddSquares<TLane, LastLane<TLane, T>, T>(in x, mean, ref squares, last);
        return (mean, TLane.Constant(1) / TLane.Sqrt((TLane.Create(TLane.Sum(squares)) * share) + TLane.Constant(Epsilon)));
    }

    /// <summary>The largest element; NaN if one is NaN.</summary>
    private static T Largest<T>(ReadOnlySpan<T> row) where T : unmanaged => typeof(T) == typeof(float)
        ? Unsafe.BitCast<float, T>(TensorPrimitives.Max(MemoryMarshal.Cast<T, float>(row)))
        : Unsafe.BitCast<double, T>(TensorPrimitives.Max(MemoryMarshal.Cast<T, double>(row)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddSquares<TLane, TColumns, T>(ref readonly T x, TLane mean, ref TLane sum, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var total = sum;
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
        {
            var deviation = TColumns.Trim(TColumns.Load(in x, j, columns) - mean, columns);
            total = TLane.MultiplyAdd(deviation, deviation, total);
        }

        sum = total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Normalised<TLane, TColumns, T>(ref readonly T x, TLane mean, TLane scale, ref readonly T gain, ref readonly T bias, ref T result, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var hasBias = !Unsafe.IsNullRef(in bias);
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
        {
            var value = (TColumns.Load(in x, j, columns) - mean) * scale * TColumns.Load(in gain, j, columns);
            TColumns.Store(hasBias ? value + TColumns.Load(in bias, j, columns) : value, ref result, j, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sums<TLane, TColumns, T>(ref readonly T x, ref readonly T gradient, ref readonly T gain, TLane mean, ref TLane sum, ref TLane product, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var (ofGradient, ofProduct) = (sum, product);
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
        {
            var scaled = TColumns.Load(in gradient, j, columns) * TColumns.Load(in gain, j, columns);
            ofGradient += scaled;
            ofProduct = TLane.MultiplyAdd(scaled, TColumns.Load(in x, j, columns) - mean, ofProduct);
        }

        (sum, product) = (ofGradient, ofProduct);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Gradient<TLane, TColumns, T>(ref readonly T x, ref readonly T gradient, ref readonly T gain, TLane mean, TLane scale, TLane ofSum, TLane ofProduct, ref T result, bool accumulates, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
        {
            var scaled = TColumns.Load(in gradient, j, columns) * TColumns.Load(in gain, j, columns);
            var value = (scaled - ofSum - ((TColumns.Load(in x, j, columns) - mean) * ofProduct)) * scale;
            TColumns.Store(accumulates ? value + TColumns.Load(in result, j, columns) : value, ref result, j, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Exponentials<TLane, TColumns, T>(ref readonly T x, TLane largest, ref T result, ref TLane sum, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        var total = sum;
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
        {
            var value = Lanes.Exp(TColumns.Load(in x, j, columns) - largest);
            TColumns.Store(value, ref result, j, columns);
            total += TColumns.Trim(value, columns);
        }

        sum = total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Scale<TLane, TColumns, T>(ref T result, TLane factor, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
            TColumns.Store(TColumns.Load(in result, j, columns) * factor, ref result, j, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void SoftmaxGradient<TLane, TColumns, T>(ref readonly T softmax, ref readonly T gradient, TLane total, ref T result, bool accumulates, ColumnRange columns)
        where TLane : struct, ILane<TLane, T>
        where TColumns : struct, IColumns<TLane, T>
        where T : unmanaged
    {
        for (var j = columns.First; j < columns.End; j += (nuint)TLane.Count)
        {
            var value = TColumns.Load(in softmax, j, columns) * (TColumns.Load(in gradient, j, columns) - total);
            TColumns.Store(accumulates ? value + TColumns.Load(in result, j, columns) : value, ref result, j, columns);
        }
    }
}
