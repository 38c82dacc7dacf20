using System.Runtime.CompilerServices;
using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.NativeLibrary;

/// <summary>What libtorch computes on this processor, against the equations and against double precision.</summary>
public sealed class KernelChoiceTests
{
    /// <summary>Before a test that knows TorchSharp alone has libtorch choose its kernels.</summary>
    [ModuleInitializer]
    internal static void Choose() => RuntimeHelpers.RunModuleConstructor(typeof(Trainer).Module.ModuleHandle);

    [Fact]
    public void LSTM_of_any_size_equals_the_equations_without_gradients()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var hidden in Enumerable.Range(1, 80).Concat([100, 128, 200, 256, 300]))
        {
            using var lstm = nn.LSTM(6, hidden, batchFirst: true);
            var input = randn(3, 4, 6);
            var difference = (lstm.call(input).Item1 - StepByStep(lstm, input, hidden)).abs().max().ToSingle();
            Assert.True(difference < 1e-5, $"hidden size {hidden}: {difference} from the equations");
        }
    }

    [Theory]
    [InlineData(3, 5, 3)]
    [InlineData(17, 9, 4)]
    public void Convolution_gradient_in_float32_equals_float64(int channels, int filters, int kernel)
    {
        using var scope = NewDisposeScope();
        using var single = nn.Conv1d(channels, filters, kernel);
        using var whole = nn.Conv1d(channels, filters, kernel);
        whole.load_state_dict(single.state_dict());
        whole.to(ScalarType.Float64);
        var input = randn(2, channels, 11);
        var difference = (Gradient(single, input).to(ScalarType.Float64) - Gradient(whole, input.to(ScalarType.Float64))).abs().max().ToDouble();
        Assert.True(difference < 1e-4, $"{difference} from double precision");
    }

    private static Tensor Gradient(Conv1d layer, Tensor input)
    {
        var read = input.clone().requires_grad_();
        layer.call(read).square().sum().backward();
        return read.grad!;
    }

    private static Tensor StepByStep(LSTM lstm, Tensor input, int hidden)
    {
        Tensor Parameter(string name) => lstm.get_parameter(name + "_l0")!;
        var (state, cell) = (zeros(input.size(0), hidden), zeros(input.size(0), hidden));
        var outputs = new List<Tensor>();
        foreach (var step in input.unbind(1))
        {
            var gates = (nn.functional.linear(step, Parameter("weight_ih"), Parameter("bias_ih")) + nn.functional.linear(state, Parameter("weight_hh"), Parameter("bias_hh"))).chunk(4, 1);
            cell = (gates[1].sigmoid() * cell) + (gates[0].sigmoid() * gates[2].tanh());
            state = gates[3].sigmoid() * cell.tanh();
            outputs.Add(state);
        }

        return stack(outputs, 1);
    }
}
