using Microsoft.ML.OnnxRuntime;
using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Runtime.Tests.Streaming.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Cells;

/// <summary>A comparison with NaN does not hold, as in libtorch: in the time loop, in a step, in kernels, in streams and in ONNX files.</summary>
public sealed class ComparisonTests : IDisposable
{
    private const int Size = 5;

    private static readonly float[] Inputs =
    [
        float.NaN, 0.25f, 0.5f, 0.75f, float.NaN,
        0.5f, float.NaN, float.PositiveInfinity, -1, float.NegativeInfinity,
        float.NaN, float.NaN, 0.5f, 3, -3,
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly OfComparingCell _module = new(Size);

    public ComparisonTests() => _module.eval();

    public void Dispose()
    {
        _module.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Kernels_select_by_the_comparisons_of_NaN() => AssertSelects(Forward());

    [Fact]
    public void Loops_of_libtorch_select_by_the_comparisons_of_NaN() => AssertSelects(KernelSwitch.Off(Forward));

    [Fact]
    public void Steps_select_by_the_comparisons_of_NaN()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (outputs, state) = (new List<float>(), default(OfComparingCell.State));
        foreach (var x in tensor(Inputs).view(-1, 1, Size).unbind(0))
        {
            (var output, state) = _module.Step(x, state);
            outputs.AddRange(output.data<float>());
        }

        AssertSelects([.. outputs]);
    }

    [Fact]
    public void Streams_select_by_the_comparisons_of_NaN()
    {
        _module.SaveSafetensors(_folder["comparing.safetensors"]);
        var stream = OfComparingCell.Streaming.Load(_folder["comparing.safetensors"]);
        var outputs = new float[Inputs.Length];
        for (var first = 0; first < Inputs.Length; first += Size)
            stream.Step(Inputs.AsSpan(first, Size), outputs.AsSpan(first, Size));

        AssertSelects(outputs);
    }

    [Fact]
    public void Onnx_files_select_by_the_comparisons_of_NaN()
    {
        _module.ExportOnnx(_folder["comparing.onnx"], new OnnxOptions { States = false });
        using var session = new InferenceSession(_folder["comparing.onnx"]);
        using var options = new RunOptions();
        using var input = OrtValue.CreateTensorValueFromMemory(Inputs, [1, Inputs.Length / Size, Size]);
        using var outputs = session.Run(options, ["input"], [input], ["output"]);

        AssertSelects(outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Gradients_of_kernels_and_loops_reach_the_same_branches()
    {
        var byKernels = Gradient();

        Assert.Equal(byKernels, KernelSwitch.Off(Gradient));
        Assert.Contains(0, byKernels);
        Assert.Contains(byKernels, value => value != 0);
    }

    private float[] Forward()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return [.. _module.call(tensor(Inputs).view(1, -1, Size)).Output.data<float>()];
    }

    /// <summary>What the initial state changes at the first step, where h_{t-1} is compared.</summary>
    private float[] Gradient()
    {
        using var scope = NewDisposeScope();
        var state = full(1, 1, Size, 0.6f, requires_grad: true);
        var output = _module.call(tensor(Inputs).view(1, -1, Size).narrow(1, 0, 1), null, new OfComparingCell.State(state)).Output;
        return [.. autograd.grad([output.sum()], [state])[0].data<float>()];
    }

    private static void AssertSelects(float[] found)
    {
        var h = new float[Size];
        for (var i = 0; i < Inputs.Length; i++)
        {
            var (x, before) = (Inputs[i], h[i % Size]);
#pragma warning disable CS1718 // NaN differs from itself.
            var a = (x >= 0.5 ? 1 : 2) + (x <= 0.5 ? 4 : 8) + (x > 0.5 ? 16 : 32) + (x < 0.5 ? 64 : 128);
            var b = (0.5 >= x ? 1 : 2) + (0.5 <= x ? 4 : 8) + (x == x ? 16 : 32) + (x != x ? 64 : 128);
#pragma warning restore CS1718
            var c = (x >= before || x <= 0 ? 1 : 2) + (before <= x && 0 <= x ? 4 : 8) + (before >= x ? before : 0.5f);
            h[i % Size] = 0.01f * (a + b + c);
            Assert.Equal(h[i % Size], found[i], 1e-5f);
        }
    }
}
