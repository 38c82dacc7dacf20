using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Convolutions over time, against the sum that defines them.</summary>
public sealed class ConvolutionTests
{
    /// <summary>Kernel, stride, dilation, and how far the window reaches beyond the start and the end.</summary>
    public static TheoryData<Type, int, int, int, int, int> Windows => new()
    {
        { typeof(SameWindow), 3, 1, 1, 1, 1 },
        { typeof(EvenWindow), 4, 2, 2, 3, 3 },
        { typeof(ValidWindow), 3, 1, 1, 0, 0 },
        { typeof(CausalWindow), 3, 1, 2, 4, 0 },
        { typeof(StridedWindow), 5, 3, 1, 2, 2 },
        { typeof(ValidStrides), 2, 2, 1, 0, 0 },
        { typeof(PointWindow), 1, 1, 1, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Output_step_equals_the_sum_over_its_window(Type type, int kernel, int stride, int dilation, int before, int after)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = LayerModel.Create(type, draw);
        dynamic generated = model;
        nn.Module window = generated.Window;

        foreach (var time in new[] { 5, 8 })
        {
            var input = draw.Normal(2, time, 3).requires_grad_();
            Tensor expected = generated.Rnn.call(Convolve(input, window, kernel, stride, dilation, before, after)).Item1;
            var found = LayerModel.Forward(model, input);

            Agreement.Check(expected, found, [.. model.parameters(), input]);
        }
    }

    [Fact]
    public void Parameter_names_and_shapes_equal_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var model = new ValidWindow();
        using var same = nn.Conv1d(3, 4, 3);

        var expected = same.state_dict().ToDictionary(pair => "window." + pair.Key, pair => string.Join(" ", pair.Value.shape));
        var found = model.state_dict().Where(pair => pair.Key.StartsWith("window.", StringComparison.Ordinal)).ToDictionary(pair => pair.Key, pair => string.Join(" ", pair.Value.shape));

        Assert.Equal(expected.OrderBy(pair => pair.Key), found.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Output_lengths_equal_the_output_steps()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        using var valid = new ValidStrides();
        using var even = new EvenWindow();
        using var both = new ClassesOfSteps();
        using var narrow = new ValidWindow();
        for (var time = 3; time < 12; time++)
        {
            var input = draw.Normal(1, time, 3);
            var lengths = tensor(new long[] { time });

            Assert.Equal(valid.call(input).Output.size(1), valid.OutputLengths(lengths).ToInt64());
            Assert.Equal(even.call(input).Output.size(1), even.OutputLengths(lengths).ToInt64());
            Assert.Equal(both.call(input).Output.size(1), both.OutputLengths(lengths).ToInt64());
            Assert.Equal(narrow.call(input).Output.size(1), narrow.OutputLengths(lengths).ToInt64());
        }

        Assert.Null(typeof(SameWindow).GetMethod("OutputLengths"));
    }

    [Fact]
    public void Sequence_shorter_than_the_window_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var model = new ValidWindow();

        var batch = Assert.Throws<ArgumentOutOfRangeException>("input", () => model.call(zeros(2, 2, 3)));
        Assert.StartsWith(
            "ValidWindow reads sequences of at least 3 steps, because its windows over time read that many at once, and the batch has 2. "
                + "Remove shorter ones, or declare smaller windows, or Padding = ConvolutionPadding.Same on [Conv1d].",
            batch.Message,
            StringComparison.Ordinal);
        Assert.Equal(2L, batch.ActualValue);

        var one = Assert.Throws<ArgumentOutOfRangeException>("lengths", () => model.call(zeros(2, 5, 3), tensor(new long[] { 5, 1 })));
        Assert.StartsWith("ValidWindow reads sequences of at least 3 steps, because its windows over time read that many at once, and sequence 1 (counted from 0) has 1.", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Causal_convolution_does_not_depend_on_later_steps()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new CausalWindow(dtype: ScalarType.Float64);
        var input = draw.Normal(1, 8, 3).requires_grad_();

        var gradient = autograd.grad([model.call(input).Output.select(1, 4).sum()], [input])[0].abs().sum([0, 2]);

        Assert.Equal([true, true, true, true, true, false, false, false], gradient.ne(0).data<bool>());
    }

    /// <summary>y[t] = b + Σ over the window of W[k] x[t × stride + k × dilation - before]; beyond the ends x is 0.</summary>
    private static Tensor Convolve(Tensor x, nn.Module window, int kernel, int stride, int dilation, int before, int after)
    {
        var (weight, bias) = ((Tensor)window.get_parameter("weight")!, (Tensor)window.get_parameter("bias")!);
        var time = (int)x.size(1);
        var steps = new List<Tensor>();
        for (var start = -before; start + ((kernel - 1) * dilation) < time + after; start += stride)
        {
            var step = bias.expand(x.size(0), bias.size(0));
            for (var k = 0; k < kernel; k++)
            {
                var place = start + (k * dilation);
                if (place >= 0 && place < time)
                {
                    step = step + x.select(1, place).matmul(weight.select(2, k).t());
                }
            }

            steps.Add(step);
        }

        return stack(steps, 1);
    }
}
