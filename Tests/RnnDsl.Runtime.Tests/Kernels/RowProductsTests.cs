using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Products of rows that hold matrices, against plain loops, in every lane, at the end of readable memory.</summary>
public sealed class RowProductsTests
{
    private const int Batch = 3;

    private static readonly int[] Sizes = [1, 2, 3, 5, 8, 15, 16, 17, 33];

    [Fact]
    public void Products_equal_plain_loops_in_single_precision()
    {
        Check<ScalarF, float>(static value => (float)value, static value => value, 1e-5);
        Check<Lane128F, float>(static value => (float)value, static value => value, 1e-5);
        Check<Lane256F, float>(static value => (float)value, static value => value, 1e-5);
        Check<Lane512F, float>(static value => (float)value, static value => value, 1e-5);
    }

    [Fact]
    public void Products_equal_plain_loops_in_double_precision()
    {
        Check<ScalarD, double>(static value => value, static value => value, 1e-13);
        Check<Lane128D, double>(static value => value, static value => value, 1e-13);
        Check<Lane256D, double>(static value => value, static value => value, 1e-13);
        Check<Lane512D, double>(static value => value, static value => value, 1e-13);
    }

    private static void Check<TLane, T>(Func<double, T> from, Func<T, double> to, double tolerance)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var random = new Random(3);
        foreach (var rows in Sizes)
        {
            foreach (var columns in Sizes)
            {
                using var left = Values(rows);
                using var right = Values(columns);
                using var matrix = Values(rows * columns);
                foreach (var accumulates in new[] { false, true })
                {
                    Compare(rows * columns, (b, i) => Element(left, b, rows, i / columns) * Element(right, b, columns, i % columns), accumulates, target =>
                        RowProducts.Outer<TLane, T>(At<T>(Memory(left, rows)), At<T>(Memory(right, columns)), At<T>(target), rows, columns, accumulates));
                    Compare(rows, (b, i) => Sum(columns, j => Element(matrix, b, rows * columns, (i * columns) + j) * Element(right, b, columns, j)), accumulates, target =>
                        RowProducts.Times<TLane, T>(At<T>(Memory(matrix, rows * columns)), At<T>(Memory(right, columns)), At<T>(target), rows, columns, accumulates));
                    Compare(columns, (b, j) => Sum(rows, i => Element(matrix, b, rows * columns, (i * columns) + j) * Element(left, b, rows, i)), accumulates, target =>
                        RowProducts.TransposedTimes<TLane, T>(At<T>(Memory(matrix, rows * columns)), At<T>(Memory(left, rows)), At<T>(target), rows, columns, accumulates));
                    Compare(1, (b, _) => Sum(columns, j => Element(right, b, columns, j)), accumulates, target => RowProducts.Sum<TLane, T>(At<T>(Memory(right, columns)), At<T>(target), columns, accumulates));
                }

                Compare(columns, (b, _) => Element(left, b, rows, 0), accumulates: false, target => RowProducts.Repeat(At<T>(Memory(left, rows)), At<T>(target), columns));
            }
        }

        GuardedMemory<T> Values(int width)
        {
            var memory = new GuardedMemory<T>(Batch * width);
            foreach (ref var value in memory.Span)
                value = from((2 * random.NextDouble()) - 1);
            return memory;
        }

        double Element(GuardedMemory<T> memory, int batch, int width, int column) => to(memory.Span[(batch * width) + column]);

        void Compare(int width, Func<int, int, double> expected, bool accumulates, Action<StepMemory> run)
        {
            using var target = Values(width);
            var before = target.Span.ToArray();
            run(Memory(target, width));
            for (var b = 0; b < Batch; b++)
            {
                for (var i = 0; i < width; i++)
                {
                    var value = expected(b, i) + (accumulates ? to(before[(b * width) + i]) : 0);
                    Assert.Equal(value, Element(target, b, width, i), tolerance * 33);
                }
            }
        }
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    private static StepMemory Memory<T>(GuardedMemory<T> memory, int width) where T : unmanaged =>
        new(Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(memory.Span))), 0, width * Unsafe.SizeOf<T>());

    private static StepRows<T> At<T>(StepMemory memory) where T : unmanaged => memory.At<T>(0, new RowRange(0, Batch));
}
