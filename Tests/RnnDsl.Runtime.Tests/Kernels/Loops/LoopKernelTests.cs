using RnnDsl.Kernels;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Training;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>The memory of a kernel stays while it runs, whatever happens to the tensors, the module and the managed heap.</summary>
public sealed class LoopKernelTests
{
    [Fact]
    public void Disposed_tensors_keep_their_memory_while_a_kernel_runs()
    {
        using var scope = NewDisposeScope();
        var (sequence, expected) = (randn(5, 3, 16), zeros(5, 3, 16));
        expected.copy_(sequence);
        var result = zeros(5, 3, 16);
        using var kernel = new CopyKernel(sequence, result, null);
        sequence.Dispose();

        // The next allocations would reuse the memory of a freed tensor.
        for (var i = 0; i < 20; i++)
            zeros(5, 3, 16);
        kernel.RunAll();
        Near.Equal("the copy", expected, result, 0);
    }

    [Fact]
    public void Collection_in_every_step_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var (sequence, result) = (randn(20, 3, 16), zeros(20, 3, 16));
        using var kernel = new CopyKernel(sequence.select(2, 0).unsqueeze(2).expand(20, 3, 16), result, GC.Collect);
        kernel.RunAll();
        Near.Equal("the copy", sequence.select(2, 0).unsqueeze(2).expand(20, 3, 16), result, 0);
    }

    [Fact]
    public void Moved_module_computes_with_its_new_weights()
    {
        using var scope = NewDisposeScope();
        using var no = no_grad();
        using var model = new LongSequenceModel();
        var input = randn(2, 7, 4);
        var before = model.call(input).Output;
        model.to(ScalarType.Float64);
        Near.Equal("the output in double precision", before.to(ScalarType.Float64), model.call(input.to(ScalarType.Float64)).Output, 1e-5);
        Near.Equal("the output by libtorch", KernelSwitch.Off(() => model.call(input.to(ScalarType.Float64)).Output), model.call(input.to(ScalarType.Float64)).Output, 1e-12);
        model.to(ScalarType.Float32);
        Near.Equal("the output in single precision again", before, model.call(input).Output, 1e-6);
    }

    [Fact]
    public void Wrong_lengths_are_an_error()
    {
        using var scope = NewDisposeScope();
        var (sequence, result) = (zeros(4, 2, 3), zeros(4, 2, 3));
        Assert.StartsWith("2 sequences have 3 lengths.", Assert.Throws<ArgumentException>(() => new CopyKernel(sequence, result, null, [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Sequence 1 has 5 steps; a batch of 4 steps has sequences of 1 to 4.",
            Assert.Throws<ArgumentException>(() => new CopyKernel(sequence, result, null, [4, 5])).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Copies its rows at each step.</summary>
    private sealed class CopyKernel : LoopKernel
    {
        private readonly StepMemory _from;
        private readonly StepMemory _to;
        private readonly int _width;
        private readonly Action? _inStep;

        public CopyKernel(Tensor from, Tensor to, Action? inStep, int[]? lengths = null)
            : base(from, lengths)
        {
            _width = (int)from.size(2);
            _inStep = inStep;
            _from = Bind(from, _width);
            _to = Bind(to, _width);
        }

        public void RunAll() => Run();

        protected override void Run<TLane, T>(RowRange all)
        {
            for (var t = 0; t < Steps; t++)
            {
                _inStep?.Invoke();
                var rows = RowsAt(t, all);
                RowReductions.Copy(_from.At<T>(t, rows), _to.At<T>(t, rows), _width);
            }
        }
    }
}
