using System.Numerics;
using System.Runtime.CompilerServices;
using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Products of all widths against sums in double precision.</summary>
public class ProductTests
{
    // Tails of every kernel: rows around 4, 6, 8 and a block of 120, columns around panels of 2 to 32, depths around a block of 256.
    private static readonly (int Rows, int Inputs, int Outputs)[] Sizes =
    [
        (1, 1, 1), (1, 5, 33), (1, 64, 128), (2, 7, 16), (2, 31, 80), (3, 17, 65), (4, 8, 31), (5, 3, 48), (6, 256, 17), (7, 257, 32), (8, 40, 64), (9, 255, 95), (10, 2, 96),
        (11, 13, 1), (12, 1, 130), (13, 300, 7), (14, 19, 35), (15, 9, 15), (16, 600, 33), (119, 3, 18), (120, 5, 34), (121, 4, 32), (127, 10, 3), (250, 6, 66),
    ];

    [Fact]
    public void Product_equals_the_sums_for_all_tails() => ForAllLanes(new CheckProduct());

    [Fact]
    public void Gradient_of_the_weights_equals_the_sums_for_all_tails() => ForAllLanes(new CheckGradient());

    [Fact]
    public void A_row_does_not_depend_on_the_rows_beside_it() => ForAllLanes(new CheckRows());

    [Fact]
    public void Infinity_and_NaN_stay_in_their_rows_and_columns() => ForAllLanes(new CheckNotFinite());

    [Fact]
    public void Public_products_use_the_vectors_of_the_machine()
    {
        Check<float>(1e-5);
        Check<double>(1e-13);

        static void Check<T>(double tolerance) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var weights = new PackedMatrix<T>();
            Assert.Equal(CpuKernels.VectorBits == 0 ? 2 : CpuKernels.VectorBits / (4 * Unsafe.SizeOf<T>()), weights.PanelWidth);
            Assert.Equal(PackedFormat.Full, weights.Format);
            var random = new Random(3);
            foreach (var (rows, inputs, outputs) in Sizes)
            {
                var (a, w, c) = (Numbers<T>(random, rows * inputs), Numbers<T>(random, outputs * inputs), Numbers<T>(random, rows * outputs));

                // C += A Wᵀ
                var expected = Sums(rows, outputs, inputs, (a, inputs, 1), (w, inputs, 1), (c, outputs));
                weights.Pack(w, outputs, inputs, inputs, transposed: false);
                Assert.Equal((outputs, inputs), (weights.Outputs, weights.Inputs));
                var actual = c.ToArray();
                Product.Multiply(a, inputs, weights, actual, outputs, rows, accumulates: true);
                Near(expected, actual, tolerance);

                // dA = C W
                expected = Sums(rows, inputs, outputs, (c, outputs, 1), (w, 1, inputs));
                weights.Pack(w, outputs, inputs, inputs, transposed: true);
                Assert.Equal((inputs, outputs), (weights.Outputs, weights.Inputs));
                var gradient = new T[rows * inputs];
                Array.Fill(gradient, T.NaN);
                Product.Multiply(c, outputs, weights, gradient, inputs, rows, accumulates: false);
                Near(expected, gradient, tolerance);

                // dW += Cᵀ A
                expected = Sums(outputs, inputs, rows, (c, 1, outputs), (a, 1, inputs), (w, inputs));
                var ofWeights = w.ToArray();
                Product.AccumulateGradient<T>(c, outputs, outputs, a, inputs, inputs, rows, ofWeights, inputs);
                Near(expected, ofWeights, tolerance);
            }
        }
    }

    [Fact]
    public void Rows_with_a_stride_of_0_are_one_row()
    {
        var random = new Random(4);
        var (a, w) = (Numbers<float>(random, 40), Numbers<float>(random, 40 * 50));
        var weights = new PackedMatrix<float>();
        weights.Pack(w, 50, 40, 40, transposed: false);
        var (alone, rows) = (new float[50], new float[9 * 50]);
        Product.Multiply(a, 0, weights, alone, 50, 1, accumulates: false);
        Product.Multiply(a, 0, weights, rows, 50, 9, accumulates: false);
        Assert.All(rows.Chunk(50), row => Assert.Equal(alone, row));

        var d = Numbers<float>(random, 9 * 50);
        float[] repeated = [.. Enumerable.Repeat(a, 9).SelectMany(static row => row)];
        var (one, nine) = (new float[50 * 40], new float[50 * 40]);
        Product.AccumulateGradient<float>(d, 50, 50, a, 0, 40, 9, one, 40);
        Product.AccumulateGradient<float>(d, 50, 50, repeated, 40, 40, 9, nine, 40);
        Assert.Equal(nine, one);
    }

    [Fact]
    public void Empty_products_are_zero()
    {
        var weights = new PackedMatrix<float>();
        weights.Pack([], 3, 0, 0, transposed: false);
        float[] c = [1, 2, 3, 4, 5, 6];
        Product.Multiply([], 0, weights, c, 3, 2, accumulates: true);
        Assert.Equal([1, 2, 3, 4, 5, 6], c);
        Product.Multiply([], 0, weights, c, 3, 1, accumulates: false);
        Assert.Equal([0, 0, 0, 4, 5, 6], c);
        weights.Pack([], 0, 3, 3, transposed: false);
        Product.Multiply<float>([1, 2, 3], 3, weights, [], 0, 1, accumulates: false);
        Product.AccumulateGradient<float>([], 3, 3, [], 2, 2, 0, c, 2);
        Assert.Equal([0, 0, 0, 4, 5, 6], c);
    }

    [Fact]
    public void Spans_that_are_too_short_are_errors()
    {
        var weights = new PackedMatrix<float>();
        var error = Assert.Throws<ArgumentException>(() => weights.Pack(new float[11], 3, 4, 4, transposed: false));
        Assert.StartsWith("source has 11 elements; a matrix [3, 4] with a stride of 4 has 12.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => weights.Pack(new float[11], -3, 4, 4, transposed: false));
        Assert.StartsWith("A matrix has no negative sizes: source is [-3, 4] with a stride of 4.", error.Message, StringComparison.Ordinal);
        weights.Pack(new float[12], 3, 4, 4, transposed: false);
        error = Assert.Throws<ArgumentException>(() => Product.Multiply(new float[7], 4, weights, new float[6], 3, 2, accumulates: false));
        Assert.StartsWith("a has 7 elements; a matrix [2, 4] with a stride of 4 has 8.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Product.Multiply(new float[8], 4, weights, new float[5], 3, 2, accumulates: false));
        Assert.StartsWith("c has 5 elements; a matrix [2, 3] with a stride of 3 has 6.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Product.Multiply(new float[8], 4, weights, new float[6], 2, 2, accumulates: false));
        Assert.StartsWith("The rows of c overlap: [2, 3] with a stride of 2, which must be at least 3.", error.Message, StringComparison.Ordinal);
        Assert.Equal("d", Assert.Throws<ArgumentException>(() => Product.AccumulateGradient<float>(new float[5], 3, 3, new float[8], 4, 4, 2, new float[12], 4)).ParamName);
        Assert.Equal("a", Assert.Throws<ArgumentException>(() => Product.AccumulateGradient<float>(new float[6], 3, 3, new float[7], 4, 4, 2, new float[12], 4)).ParamName);
        Assert.Equal("g", Assert.Throws<ArgumentException>(() => Product.AccumulateGradient<float>(new float[6], 3, 3, new float[8], 4, 4, 2, new float[11], 4)).ParamName);
    }

    [Fact]
    public void Products_of_other_types_are_errors()
    {
        Assert.StartsWith("Products are of float or double, not of System.Int32", Assert.Throws<NotSupportedException>(() => new PackedMatrix<int>()).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Product.AccumulateGradient<int>([1], 1, 1, [1], 1, 1, 1, new int[1], 1));
    }

    [Fact]
    public void Matrix_larger_than_an_array_is_an_error_and_leaves_the_packed_one()
    {
        var packed = new PackedMatrix<float>();
        packed.Pack([1, 2, 3, 4], 2, 2, stride: 2, transposed: false);

        var error = Assert.Throws<ArgumentException>(() => packed.Pack(new float[50_000], 50_000, 50_000, stride: 0, transposed: false));

        Assert.StartsWith("The matrix has 50,000 × 50,000 elements, more than an array holds.", error.Message, StringComparison.Ordinal);
        Assert.Equal((2, 2), (packed.Outputs, packed.Inputs));
    }

    [Fact]
    public void Gradient_of_many_inputs_is_computed_in_blocks()
    {
        const int inputs = 70_001;
        var (d, a, g) = (new float[] { 2, 3 }, Enumerable.Range(0, inputs).Select(static i => (float)(i % 7)).ToArray(), new float[2 * inputs]);

        Product.AccumulateGradient<float>(d, 2, 2, a, inputs, inputs, 1, g, inputs);

        Assert.Equal(a.Select(static x => 2 * x).Concat(a.Select(static x => 3 * x)), g);
    }

    [Fact]
    public void Packing_again_reuses_the_memory()
    {
        var weights = new PackedMatrix<float>();
        var source = Numbers<float>(new Random(5), 64 * 64);
        weights.Pack(source, 64, 64, 64, transposed: false);
        var before = GC.GetAllocatedBytesForCurrentThread();
        weights.Pack(source, 64, 64, 64, transposed: true);
        weights.Pack(source, 10, 64, 64, transposed: false);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        var (a, c) = (Numbers<float>(new Random(6), 64), new float[10]);
        Product.Multiply(a, 64, weights, c, 10, 1, accumulates: false);
        Near(Sums(1, 10, 64, (a, 64, 1), (source, 64, 1)), c, 1e-5);
    }

    [Fact]
    public void Products_allocate_nothing()
    {
        var (a, w, c) = (new float[20 * 30], new float[40 * 30], new float[20 * 40]);
        var weights = new PackedMatrix<float>();
        weights.Pack(w, 40, 30, 30, transposed: false);
        Compute();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Compute();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Compute()
        {
            Product.Multiply(a, 30, weights, c, 40, 20, accumulates: false);
            Product.AccumulateGradient<float>(c, 40, 40, a, 30, 30, 20, w, 30);
        }
    }

    private static void ForAllLanes(ICheck check)
    {
        check.Run<Lane512F, float>(1e-5);
        check.Run<Lane256F, float>(1e-5);
        check.Run<Lane128F, float>(1e-5);
        check.Run<ScalarF, float>(1e-5);
        check.Run<Lane512D, double>(1e-13);
        check.Run<Lane256D, double>(1e-13);
        check.Run<Lane128D, double>(1e-13);
        check.Run<ScalarD, double>(1e-13);
    }

    private static T[] Numbers<T>(Random random, int count) where T : IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.NextDouble() * 2) - 1))];

    /// <summary>Sums in double precision, and the sum of the magnitudes of their summands.</summary>
    /// <param name="rows">The rows of the result.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="depth">The summands of an element.</param>
    /// <param name="left">The left factor, with the elements from row to row of the result and from summand to summand.</param>
    /// <param name="right">The right factor, with the elements from column to column of the result and from summand to summand.</param>
    /// <param name="start">What the sums begin with, row by row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static (double Sum, double Magnitude)[] Sums<T>(
        int rows, int columns, int depth, (T[] Elements, int Row, int Step) left, (T[] Elements, int Column, int Step) right, (T[] Elements, int Row)? start = null)
        where T : IBinaryFloatingPointIeee754<T>
    {
        double[] a = [.. left.Elements.Select(double.CreateTruncating)];
        double[] b = [.. right.Elements.Select(double.CreateTruncating)];
        var sums = new (double Sum, double Magnitude)[rows * columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = start is var (elements, row) ? double.CreateTruncating(elements[(i * row) + j]) : 0;
                var magnitude = Math.Abs(sum);
                for (var k = 0; k < depth; k++)
                {
                    var product = a[(i * left.Row) + (k * left.Step)] * b[(j * right.Column) + (k * right.Step)];
                    sum += product;
                    magnitude += Math.Abs(product);
                }

                sums[(i * columns) + j] = (sum, magnitude);
            }
        }

        return sums;
    }

    private static void Near<T>((double Sum, double Magnitude)[] expected, ReadOnlySpan<T> actual, double tolerance) where T : IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var value = double.CreateTruncating(actual[i]);
            Assert.True(Math.Abs(value - expected[i].Sum) <= tolerance * expected[i].Magnitude, $"Element {i} is {value}, not {expected[i].Sum}.");
        }
    }

    private interface ICheck
    {
        void Run<TLane, T>(double tolerance)
            where TLane : struct, ILane<TLane, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    private readonly struct CheckProduct : ICheck
    {
        public void Run<TLane, T>(double tolerance)
            where TLane : struct, ILane<TLane, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var random = new Random(1);
            var weights = new PackedMatrix<T>(2 * TLane.Count);
            foreach (var (rows, inputs, outputs) in Sizes)
            {
                // Strides that are longer than rows; what lies between rows stays as it is. Memory ends where the last row does.
                var (aStride, wStride, cStride) = (inputs + 3, inputs + 1, outputs + 2);
                using var a = new GuardedMemory<T>(((rows - 1) * aStride) + inputs);
                using var w = new GuardedMemory<T>(((outputs - 1) * wStride) + inputs);
                using var c = new GuardedMemory<T>(((rows - 1) * cStride) + outputs);
                Numbers<T>(random, a.Span.Length).CopyTo(a.Span);
                Numbers<T>(random, w.Span.Length).CopyTo(w.Span);
                weights.Pack(w.Span, outputs, inputs, wStride, transposed: false);
                foreach (var accumulates in new[] { false, true })
                {
                    var (from, of, before) = (a.Span.ToArray(), w.Span.ToArray(), Numbers<T>(random, c.Span.Length));
                    before.CopyTo(c.Span);
                    var expected = Sums(rows, outputs, inputs, (from, aStride, 1), (of, wStride, 1), accumulates ? (before, cStride) : null);
                    BlockedProduct<TLane, T>.Multiply(in a.Span[0], aStride, weights, ref c.Span[0], cStride, rows, accumulates);
                    for (var i = 0; i < rows; i++)
                    {
                        Near<T>(expected[(i * outputs)..((i + 1) * outputs)], c.Span.Slice(i * cStride, outputs), tolerance);
                        if (i + 1 < rows)
                            Assert.Equal(before[((i * cStride) + outputs)..((i + 1) * cStride)], c.Span[((i * cStride) + outputs)..((i + 1) * cStride)].ToArray());
                    }
                }
            }
        }
    }

    private readonly struct CheckGradient : ICheck
    {
        public void Run<TLane, T>(double tolerance)
            where TLane : struct, ILane<TLane, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var random = new Random(2);
            foreach (var (outputs, rows, inputs) in Sizes)
            {
                var (dStride, aStride, gStride) = (outputs + 3, inputs + 1, inputs + 2);
                using var d = new GuardedMemory<T>(((rows - 1) * dStride) + outputs);
                using var a = new GuardedMemory<T>(((rows - 1) * aStride) + inputs);
                using var g = new GuardedMemory<T>(((outputs - 1) * gStride) + inputs);
                var (left, right, before) = (Numbers<T>(random, d.Span.Length), Numbers<T>(random, a.Span.Length), Numbers<T>(random, g.Span.Length));
                left.CopyTo(d.Span);
                right.CopyTo(a.Span);
                before.CopyTo(g.Span);
                var expected = Sums(outputs, inputs, rows, (left, 1, dStride), (right, 1, aStride), (before, gStride));
                BlockedProduct<TLane, T>.AccumulateGradient(in d.Span[0], dStride, outputs, in a.Span[0], aStride, inputs, rows, ref g.Span[0], gStride);
                for (var i = 0; i < outputs; i++)
                {
                    Near<T>(expected[(i * inputs)..((i + 1) * inputs)], g.Span.Slice(i * gStride, inputs), tolerance);
                    if (i + 1 < outputs)
                        Assert.Equal(before[((i * gStride) + inputs)..((i + 1) * gStride)], g.Span[((i * gStride) + inputs)..((i + 1) * gStride)].ToArray());
                }
            }
        }
    }

    private readonly struct CheckRows : ICheck
    {
        public void Run<TLane, T>(double tolerance)
            where TLane : struct, ILane<TLane, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            const int Rows = 130, Inputs = 300, Outputs = 75;
            var random = new Random(7);
            var (a, w) = (Numbers<T>(random, Rows * Inputs), Numbers<T>(random, Outputs * Inputs));
            var weights = new PackedMatrix<T>(2 * TLane.Count);
            weights.Pack(w, Outputs, Inputs, Inputs, transposed: false);
            var (together, apart) = (new T[Rows * Outputs], new T[Rows * Outputs]);
            BlockedProduct<TLane, T>.Multiply(in a[0], Inputs, weights, ref together[0], Outputs, Rows, accumulates: false);
            for (int first = 0, count = 1; first < Rows; first += count, count = Math.Min((count % 17) + 1, Rows - first))
                BlockedProduct<TLane, T>.Multiply(in a[first * Inputs], Inputs, weights, ref apart[first * Outputs], Outputs, count, accumulates: false);
            Assert.Equal(together, apart);
        }
    }

    private readonly struct CheckNotFinite : ICheck
    {
        public void Run<TLane, T>(double tolerance)
            where TLane : struct, ILane<TLane, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            // 0 · ∞ is NaN, as in libtorch; the zeros that fill a panel are not part of the matrix.
            const int Rows = 7, Inputs = 9, Outputs = 5;
            var (a, w) = (new T[Rows * Inputs], new T[Outputs * Inputs]);
            a[(2 * Inputs) + 3] = T.PositiveInfinity;
            a[(4 * Inputs) + 1] = T.NaN;
            w[(3 * Inputs) + 3] = T.One;
            var weights = new PackedMatrix<T>(2 * TLane.Count);
            weights.Pack(w, Outputs, Inputs, Inputs, transposed: false);
            var c = new T[Rows * Outputs];
            BlockedProduct<TLane, T>.Multiply(in a[0], Inputs, weights, ref c[0], Outputs, Rows, accumulates: false);
            for (var i = 0; i < Rows; i++)
            {
                for (var j = 0; j < Outputs; j++)
                    Assert.Equal(i == 4 || (i == 2 && j != 3) ? T.NaN : i == 2 ? T.PositiveInfinity : T.Zero, c[(i * Outputs) + j]);
            }
        }
    }
}
