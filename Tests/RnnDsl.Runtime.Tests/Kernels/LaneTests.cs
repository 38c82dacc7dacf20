using System.Numerics;
using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>The operations of all lanes against the same of single numbers.</summary>
public class LaneTests
{
    private static readonly double[] Values =
        [0, -0.0, 1, -1, 0.5, 1.5, 2.5, -2.5, 3.75, -1234.5, 1e-30, -1e30, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 7];

    [Fact]
    public void Lanes_of_all_widths_compute_what_single_numbers_do()
    {
        Check<Lane512F, float>(16, 24);
        Check<Lane256F, float>(8, 24);
        Check<Lane128F, float>(4, 24);
        Check<ScalarF, float>(1, 24);
        Check<Lane512D, double>(8, 53);
        Check<Lane256D, double>(4, 53);
        Check<Lane128D, double>(2, 53);
        Check<ScalarD, double>(1, 53);
    }

    [Fact]
    public void Tails_read_and_write_no_element_more()
    {
        CheckTails<Lane512F, float>();
        CheckTails<Lane256F, float>();
        CheckTails<Lane128F, float>();
        CheckTails<ScalarF, float>();
        CheckTails<Lane512D, double>();
        CheckTails<Lane256D, double>();
        CheckTails<Lane128D, double>();
        CheckTails<ScalarD, double>();
    }

    private static void Check<TLane, T>(int count, int bits)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(count, TLane.Count);
        Assert.Equal(bits, TLane.SignificandBits);
        T[] values = [.. Values.Select(T.CreateTruncating)];
        foreach (var a in values)
        {
            var x = TLane.Create(a);
            Same(-a, -x);
            Same(T.Abs(a), TLane.Abs(x));
            Same(T.Sqrt(a), TLane.Sqrt(x));
            Same(T.Round(a), TLane.Round(x));
            Same(a, TLane.Constant(double.CreateTruncating(a)));
            foreach (var b in values)
            {
                var y = TLane.Create(b);
                Same(a + b, x + y);
                Same(a - b, x - y);
                Same(a * b, x * y);
                Same(a / b, x / y);
                Same(T.CopySign(a, b), TLane.CopySign(x, y));
                Same(a < b ? T.One : T.Zero, TLane.Select(TLane.LessThan(x, y), TLane.Constant(1), TLane.Constant(0)));
                Same(a <= b ? T.One : T.Zero, TLane.Select(TLane.LessThanOrEqual(x, y), TLane.Constant(1), TLane.Constant(0)));
                Same(a == b ? T.One : T.Zero, TLane.Select(TLane.Equal(x, y), TLane.Constant(1), TLane.Constant(0)));
                if (!T.IsNaN(a) && !(T.IsZero(a) && T.IsZero(b)))
                {
                    Same(T.Min(a, b), TLane.Min(x, y));
                    Same(T.Max(a, b), TLane.Max(x, y));
                }
            }
        }

        // 3 · 5 + 7 has no rounding, however it is computed.
        Same(T.CreateTruncating(22), TLane.MultiplyAdd(TLane.Constant(3), TLane.Constant(5), TLane.Constant(7)));
        var lowest = bits == 24 ? -126 : -1022;
        for (var n = lowest; n <= -lowest + 1; n++)
        {
            var power = T.ScaleB(T.One, n);
            Same(power, TLane.PowerOfTwo(TLane.Constant(n)));
            foreach (var fraction in new[] { 1.0, 1.25, 1.4142, 1.4143, 1.9999 })
            {
                var value = T.ScaleB(T.CreateTruncating(fraction), n);
                var split = TLane.Split(TLane.Create(value), out var exponent);
                var isUpper = fraction > 1.41421356;
                Same(T.CreateTruncating(n + (isUpper ? 1 : 0)), exponent);
                Same(T.CreateTruncating(fraction) / T.CreateTruncating(isUpper ? 2 : 1), split);
            }
        }

        // Every element has a value of its own.
        T[] numbers = [.. Enumerable.Range(1, 3 * count).Select(i => T.CreateTruncating(i))];
        var loaded = TLane.Load(in numbers[0], (nuint)count);
        Assert.Equal(numbers[count..(2 * count)], LaneValues.Read<TLane, T>(loaded));
        Assert.Equal(numbers[count..(2 * count)].Aggregate(static (sum, number) => sum + number), TLane.Sum(loaded));
        var stored = new T[3 * count];
        TLane.Store(loaded, ref stored[0], (nuint)count);
        Assert.Equal([.. new T[count], .. numbers[count..(2 * count)], .. new T[count]], stored);
        var mask = TLane.LessThan(loaded, TLane.Constant(count + 2));
        Assert.Equal(
            numbers[count..(2 * count)].Select((number, i) => i < 1 ? number : -number),
            LaneValues.Read<TLane, T>(TLane.Select(mask, loaded, -loaded)));

        static void Same(T expected, TLane actual)
        {
            foreach (var element in LaneValues.Read<TLane, T>(actual))
            {
                Assert.True(
                    expected.Equals(element) && (T.IsNaN(expected) || T.IsNegative(expected) == T.IsNegative(element)), $"{typeof(TLane).Name}: {expected}, not {element}.");
            }
        }
    }

    private static void CheckTails<TLane, T>()
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var count = 0; count < TLane.Count; count++)
        {
            // A read behind the memory ends the process.
            using var memory = new GuardedMemory<T>(3 + count);
            for (var i = 0; i < memory.Span.Length; i++)
                memory.Span[i] = T.CreateTruncating(i + 1);
            ref var start = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(memory.Span);
            var loaded = TLane.LoadTail(in start, 3, count);
            Assert.Equal(Enumerable.Range(0, TLane.Count).Select(i => i < count ? T.CreateTruncating(i + 4) : T.Zero), LaneValues.Read<TLane, T>(loaded));

            // Nor is anything behind it changed where there is memory.
            TLane.StoreTail(-loaded, ref start, 3, count);
            Assert.Equal(Enumerable.Range(0, 3 + count).Select(i => T.CreateTruncating(i < 3 ? i + 1 : -i - 1)), memory.Span.ToArray());
            var wide = new T[3 + TLane.Count];
            TLane.StoreTail(TLane.Constant(1), ref wide[0], 3, count);
            Assert.Equal(count, wide.Count(static element => element != T.Zero));
            Assert.All(wide[3..(3 + count)], static element => Assert.Equal(T.One, element));
        }
    }
}
