using System.Runtime.Intrinsics;
using RnnDsl.Kernels;
using RnnDsl.Streaming;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Products of streams with weights of every format, against sums in double precision.</summary>
public class StreamProductTests
{
    private static readonly (int Outputs, int Inputs)[] Sizes =
    [
        (1, 1), (3, 2), (8, 8), (16, 7), (17, 33), (32, 16), (48, 5), (64, 64), (100, 31), (128, 3), (129, 65), (200, 40), (256, 257), (320, 9), (12, 700),
    ];

    [Theory]
    [InlineData(WeightFormat.Float32, 0)]
    [InlineData(WeightFormat.BFloat16, 1.0 / 256)]
    [InlineData(WeightFormat.Int8, 0.5 / 127)]
    public void Products_are_those_of_the_rounded_weights(WeightFormat format, double error)
    {
        foreach (var (outputs, inputs) in Sizes)
        {
            var (weights, x, bias, y) = (Numbers(outputs * inputs, 1), Rows(inputs, 1, 2), Rows(outputs, 1, 3), StreamRows.Of(outputs, 1));
            var rounded = Rounded(weights, inputs, format);
            for (var i = 0; i < weights.Length; i++)
                Assert.True(Math.Abs(rounded[i] - weights[i]) <= (error * 1.001) + 1e-9, $"Element {i} is {rounded[i]} in place of {weights[i]}.");

            Multiply(StreamMatrix.Pack(weights, outputs, inputs, format), x, bias, y, 1);

            // Activations of int8 products are rounded to 16 bits.
            var bound = 1e-6 * Math.Sqrt(inputs) + (format == WeightFormat.Int8 ? 4e-5 * Math.Sqrt(inputs) : 0);
            for (var o = 0; o < outputs; o++)
            {
                var expected = (double)bias.Span(0)[o];
                for (var k = 0; k < inputs; k++)
                    expected += rounded[(o * inputs) + k] * x.Span(0)[k];
                Assert.True(Math.Abs(expected - y.Span(0)[o]) <= bound * Math.Max(1, Math.Abs(expected)), $"{format} {outputs} × {inputs}: output {o} is {y.Span(0)[o]} in place of {expected}.");
            }
        }
    }

    [Theory]
    [InlineData(WeightFormat.Float32)]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Int8)]
    public void Rows_of_a_block_have_the_bits_of_single_rows(WeightFormat format)
    {
        foreach (var (outputs, inputs) in Sizes)
        {
            var matrix = StreamMatrix.Pack(Numbers(outputs * inputs, 1), outputs, inputs, format);
            var (x, bias, block) = (Rows(inputs, 11, 2), Rows(outputs, 1, 3), StreamRows.Of(outputs, 11));
            Multiply(matrix, x, bias.At(0), block, 11);
            for (var row = 0; row < 11; row++)
            {
                var single = StreamRows.Of(outputs, 1);
                Multiply(matrix, x.At(row), bias, single, 1);
                Assert.Equal(single.Span(0).ToArray(), block.Span(row).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(WeightFormat.Float32)]
    [InlineData(WeightFormat.BFloat16)]
    [InlineData(WeightFormat.Int8)]
    public void Nothing_behind_a_row_is_read(WeightFormat format)
    {
        foreach (var (outputs, inputs) in Sizes)
        {
            // Each row begins where the one before it ends; the next ones are not numbers.
            var matrix = StreamMatrix.Pack(Numbers(outputs * inputs, 1), outputs, inputs, format);
            var (x, bias, y) = (StreamRows.Of(inputs + 64, 1), Rows(outputs, 1, 3), StreamRows.Of(outputs, 1));
            x.Span(0).Fill(float.NaN);
            Numbers(inputs, 2).CopyTo(x.Span(0));
            Multiply(matrix, x, bias, y, 1);
            Assert.DoesNotContain(float.NaN, y.Span(0).ToArray());
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void An_input_that_is_not_finite_gives_no_finite_output(float value)
    {
        foreach (var format in Enum.GetValues<WeightFormat>())
        {
            foreach (var place in new[] { 0, 5, 32, 34 })
            {
                var matrix = StreamMatrix.Pack(Numbers(40 * 35, 1), 40, 35, format);
                var (x, y) = (Rows(35, 1, 2), StreamRows.Of(40, 1));
                x.Span(0)[place] = value;
                Multiply(matrix, x, Rows(40, 1, 3), y, 1);
                Assert.All(y.Span(0).ToArray(), output => Assert.False(float.IsFinite(output)));
            }
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-38f)]
    [InlineData(1e-30f)]
    [InlineData(1e30f)]
    public void Int8_products_follow_the_size_of_activations(float factor)
    {
        var weights = Numbers(20 * 30, 1);
        var (x, zeros, y, unit) = (Rows(30, 1, 2), StreamRows.OneRow(20), StreamRows.Of(20, 1), StreamRows.Of(20, 1));
        var matrix = StreamMatrix.Pack(weights, 20, 30, WeightFormat.Int8);
        Multiply(matrix, x, zeros, unit, 1);
        foreach (ref var element in x.Span(0))
            element *= factor;
        Multiply(matrix, x, zeros, y, 1);

        // Rows of the smallest numbers count as zeros.
        for (var i = 0; i < 20; i++)
            Assert.Equal(factor < 1e-33f ? 0 : unit.Span(0)[i] * (double)factor, y.Span(0)[i], Math.Max(1e-3 * factor, 1e-44));
    }

    [Fact]
    public void A_format_that_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => StreamMatrix.Pack(new float[6], 2, 3, (WeightFormat)7));
        Assert.Throws<ArgumentOutOfRangeException>(static () => StreamTable.Pack(new float[6], 2, 3, (WeightFormat)7));
    }

    [Fact]
    public void Sums_of_int8_products_do_not_overflow()
    {
        // All weights and activations are the largest: the range of activations is smaller for long rows.
        foreach (var inputs in new[] { 100, 516, 517, 2000, 70_000 })
        {
            var weights = new float[3 * inputs];
            weights.AsSpan(0, inputs).Fill(1);
            weights.AsSpan(inputs, inputs).Fill(-2);
            var (x, y) = (StreamRows.OneRow(inputs), StreamRows.Of(3, 1));
            x.Span(0).Fill(3);
            Multiply(StreamMatrix.Pack(weights, 3, inputs, WeightFormat.Int8), x, StreamRows.OneRow(3), y, 1);
            Assert.Equal(3.0 * inputs, y.Span(0)[0], 1e-5 * inputs);
            Assert.Equal(-6.0 * inputs, y.Span(0)[1], 1e-5 * inputs);
            Assert.Equal(0, y.Span(0)[2]);
        }
    }

    private static void Multiply(StreamMatrix matrix, StreamRows x, StreamRows bias, StreamRows y, int rows)
    {
        if (Vector512.IsHardwareAccelerated)
            matrix.Multiply<Lane512F>(x, bias, y, rows);
        else if (Vector256.IsHardwareAccelerated)
            matrix.Multiply<Lane256F>(x, bias, y, rows);
        else if (Vector128.IsHardwareAccelerated)
            matrix.Multiply<Lane128F>(x, bias, y, rows);
        else
            matrix.Multiply<ScalarF>(x, bias, y, rows);
    }

    /// <summary>The weights of a format, independent of how a matrix packs them.</summary>
    private static double[] Rounded(float[] weights, int inputs, WeightFormat format)
    {
        var rounded = new double[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var scale = weights.AsSpan(i / inputs * inputs, inputs).ToArray().Max(Math.Abs) / 127;
            rounded[i] = format switch
            {
                WeightFormat.Float32 => weights[i],
                WeightFormat.BFloat16 => BitConverter.Int32BitsToSingle((int)((BitConverter.SingleToUInt32Bits(weights[i]) + 0x7FFF + ((BitConverter.SingleToUInt32Bits(weights[i]) >> 16) & 1)) & 0xFFFF0000)),
                _ => MathF.Round(weights[i] / scale) * (double)scale,
            };
        }

        return rounded;
    }

    private static StreamRows Rows(int width, int rows, int seed)
    {
        var result = StreamRows.Of(width, rows);
        for (var row = 0; row < rows; row++)
            Numbers(width, seed + row).CopyTo(result.Span(row));
        return result;
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
