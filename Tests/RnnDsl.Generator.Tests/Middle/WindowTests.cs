using CsCheck;
using RnnDsl.Generator.Shapes;
using Xunit;

namespace RnnDsl.Generator.Tests.Middle;

/// <summary>How many steps windows leave.</summary>
public sealed class WindowTests
{
    private static readonly Gen<Window> Windows =
        from kernel in Gen.Int[1, 6]
        from stride in Gen.Int[1, 4]
        from dilation in Gen.Int[1, 3]
        from padding in Gen.Int[0, 2]
        select padding == 0 ? new Window(kernel, stride, dilation) : padding == 1 ? Window.Same(kernel, stride, dilation) : Window.Causal(kernel, stride, dilation);

    [Fact]
    public void Number_of_window_positions_equals_the_formula_of_PyTorch() => Gen.Select(Windows, Gen.Int[1, 50]).Sample((window, size) =>
    {
        // ⌊(size + padding - dilation × (kernel - 1) - 1) / stride⌋ + 1, as its documentation has it.
        var reach = size + window.Before + window.After - (window.Dilation * (window.Kernel - 1)) - 1;
        var expected = reach < 0 ? 0 : (reach / window.Stride) + 1;
        Assert.Equal(expected, window.Over(size)!.Value.Number);
    });

    [Fact]
    public void Consecutive_windows_compose_into_one() => Gen.Select(Windows, Windows, Gen.Int[1, 80]).Sample((first, second, size) =>
    {
        var both = TimeExtent.Whole.After(first.Shrink, first.Stride).After(second.Shrink, second.Stride);
        var oneByOne = second.Over(first.Over(size)!.Value)!.Value.Number!.Value;
        if (oneByOne > 0)
        {
            Assert.Equal(oneByOne, (size - both.Shrink + both.Stride - 1) / both.Stride);
        }

        // The shortest sequence that gives a step is one more than what is lost at the ends.
        Assert.Equal(size > both.Shrink, oneByOne > 0);
    });

    [Fact]
    public void Same_padding_with_stride_1_keeps_the_size() => Gen.Int[1, 9].Sample(kernel =>
        Assert.Equal(Polynomial.Symbol("n"), Window.Same(kernel, 1, 2).Over(Polynomial.Symbol("n"))));

    [Fact]
    public void Size_of_a_parameter_under_a_stride_is_not_a_polynomial() =>
        Assert.Null(new Window(2, 2).Over(Polynomial.Symbol("n")));

    [Fact]
    public void Time_extent_prints_as_a_formula()
    {
        Assert.Equal("time", TimeExtent.Whole.ToString());
        Assert.Equal("time - 4", TimeExtent.Whole.After(4, 1).ToString());
        Assert.Equal("⌈time / 2⌉", TimeExtent.Whole.After(0, 2).ToString());
        Assert.Equal("⌈(time - 6) / 4⌉", TimeExtent.Whole.After(0, 2).After(3, 2).ToString());
        Assert.Equal("28", new TimeExtent(28).ToString());
    }

    [Fact]
    public void Very_large_time_extents_do_not_overflow()
    {
        var extent = TimeExtent.Whole;
        for (var i = 0; i < 10; i++)
        {
            extent = extent.After(int.MaxValue, int.MaxValue);
        }

        Assert.True(extent is { Shrink: > 0, Stride: > 0 });
    }
}
