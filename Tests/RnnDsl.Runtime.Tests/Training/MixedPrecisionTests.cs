using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
using RnnDsl.Torch;
using RnnDsl.Torch.CompilerServices;
using RnnDsl.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Products in bfloat16: results within the rounding of 8 significant bits, in float32, with float32 gradients for float32 weights.</summary>
public sealed class MixedPrecisionTests
{
    private const int Batch = 32;
    private const int Time = 24;
    private const int Features = 64;

    /// <summary>The relative error that 2⁻⁹ in each factor may grow to over the steps, of all numbers of a result together.</summary>
    private const double Tolerance = 0.05;

    public static TheoryData<string> Models() => [nameof(NarrowLstm), nameof(NarrowGru), nameof(NarrowLoop)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Results_are_close_to_those_of_float32_and_in_float32(string name)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        var (model, forward) = Create(name, ScalarType.Float32);
        using var _ = model;
        var input = draw.Normal(Batch, Time, Features);
        foreach (var lengths in new[] { null, arange(1, Batch + 1).clamp_max(Time) })
        {
            var wide = Run();
            Gradients narrow;
            using (MixedPrecision.Use(Precision.BFloat16))
                narrow = Run();
            AssertClose(wide, narrow);
            Assert.NotEqual(0, Near.Distance(wide.Output, narrow.Output));

            // The gradient of the last bias is that of the output, which the test gives.
            Assert.All(narrow.Parameters.Where(pair => pair.Key != "linear.bias"), pair => Assert.NotEqual(0, Near.Distance(wide.Parameters[pair.Key], pair.Value)));

            Gradients Run() => Gradients.Of(model, (sequence, _) =>
            {
                manual_seed(1);
                return forward(sequence, lengths);
            }, input, null);
        }
    }

    /// <summary>The attention inside the loop, its keys and the output layer.</summary>
    [Fact]
    public void Decoder_with_attention_is_close_to_that_of_float32()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        manual_seed(1);
        using var model = new NarrowDecoder(Features, Features);
        var (input, values) = (draw.Normal(Batch, Time, Features), draw.Normal(Batch, Time, Features));
        var wide = Run();
        using var precision = MixedPrecision.Use(Precision.BFloat16);
        var narrow = Run();
        AssertClose(wide, narrow);
        Assert.NotEqual(0, Near.Distance(wide.Output, narrow.Output));

        Gradients Run() => Gradients.Of(model, (sequence, memory) =>
        {
            var (output, state, weights) = model.call(sequence, model.CreateMemory(memory![0]));
            return (output, [state.Hidden, weights]);
        }, input, [values]);
    }

    /// <summary>In short sequences all that a loop keeps; in long ones not the gates, which are three of five values of a GRU, four of six of an LSTM with peepholes.</summary>
    [Theory]
    [InlineData(nameof(NarrowGru), 128, 0.4, 0.62)]
    [InlineData(nameof(NarrowLoop), 128, 0.4, 0.62)]
    [InlineData(nameof(NarrowGru), 129, 0.62, 0.85)]
    [InlineData(nameof(NarrowLoop), 129, 0.62, 0.85)]
    public void What_a_loop_keeps_takes_less_memory(string name, int steps, double least, double most)
    {
        if (!NativeMemory.TellsAllocations)
            return;
        using var scope = NewDisposeScope();
        var (model, forward) = Create(name, ScalarType.Float32);
        using var _ = model;
        var input = randn(Batch, steps, Features).requires_grad_();
        var wide = Kept();
        using var precision = MixedPrecision.Use(Precision.BFloat16);
        Assert.InRange(Kept() / wide, least, most);

        double Kept()
        {
            Held().Dispose();
            var before = NativeMemory.InUse();
            using var held = Held();
            return NativeMemory.InUse() - before;
        }

        Tensor Held()
        {
            using var inner = NewDisposeScope();
            return forward(input, null).Output.sum().MoveToOuterDisposeScope();
        }
    }

    /// <summary>An update gate of 0.999, which keeps the state, is 1 in bfloat16.</summary>
    [Fact]
    public void Gradient_through_many_steps_with_gates_near_1_is_close_to_that_of_float32()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new NarrowGru(Features);
        using (no_grad())
            model.get_parameter("gru.bias_ih_l0")!.narrow(0, 48, 48).fill_(7);
        var input = randn(2, 600, Features);
        var wide = OfInitialState();
        using var precision = MixedPrecision.Use(Precision.BFloat16);
        Assert.InRange(((OfInitialState() - wide).norm() / wide.norm()).item<float>(), 0, Tolerance);

        // The forward direction.
        Tensor OfInitialState()
        {
            var hidden = zeros(2, 2, 48).requires_grad_();
            var last = model.call(input, state: new(hidden)).State.Hidden[0];
            return autograd.grad([last.sum()], [hidden])[0][0];
        }
    }

    /// <summary>Recorded gradients are those of the loop in float32, computed again from what was given to it.</summary>
    [Theory]
    [InlineData(nameof(NarrowGru))]
    [InlineData(nameof(NarrowLoop))]
    public void Second_derivatives_are_close_to_those_of_float32(string name)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        var (model, forward) = Create(name, ScalarType.Float32);
        using var _ = model;
        var input = draw.Normal(Batch, 6, Features).requires_grad_();
        var wide = Penalty();
        using var precision = MixedPrecision.Use(Precision.BFloat16);
        var narrow = Penalty();
        foreach (var ((parameter, _), (expected, found)) in model.named_parameters().Zip(wide.Zip(narrow)))
        {
            Assert.Equal(expected.IsInvalid, found.IsInvalid);
            if (expected.IsInvalid)
                continue;
            var error = ((expected - found).norm() / expected.norm().clamp_min(1e-6)).item<float>();
            Assert.True(error <= Tolerance, $"the second derivative by {parameter} has a relative error of {error:g3}");
        }

        // The derivatives of the squared norm of the gradient.
        Tensor[] Penalty()
        {
            var gradient = autograd.grad([forward(input, null).Output.square().sum()], [input], retain_graph: true, create_graph: true)[0];
            return [.. autograd.grad([gradient.square().sum()], [.. model.parameters()], allow_unused: true)];
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Model_in_double_precision_computes_as_without(string name)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var (model, forward) = Create(name, ScalarType.Float64);
        using var _ = model;
        model.eval();
        var input = draw.Normal(Batch, Time, Features);
        var wide = forward(input, null).Output;
        using var precision = MixedPrecision.Use(Precision.BFloat16);
        Assert.Equal(0, Near.Distance(wide, forward(input, null).Output));
    }

    [Fact]
    public void Precision_is_that_of_the_thread_until_it_is_disposed()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (randn(64, 256), randn(512, 256));
        var wide = LinearProjection.Of(input, weight);
        using (MixedPrecision.Use(Precision.BFloat16))
        {
            Assert.NotEqual(0, Near.Distance(wide, LinearProjection.Of(input, weight)));
            using (MixedPrecision.Use(Precision.Float32))
                Assert.Equal(0, Near.Distance(wide, LinearProjection.Of(input, weight)));
            Assert.NotEqual(0, Near.Distance(wide, LinearProjection.Of(input, weight)));
            var other = Precision.BFloat16;
            var thread = new Thread(() => other = MixedPrecision.Current);
            thread.Start();
            thread.Join();
            Assert.Equal(Precision.Float32, other);
        }

        Assert.Equal(0, Near.Distance(wide, LinearProjection.Of(input, weight)));
    }

    [Fact]
    public void Precision_is_set_back_once_and_on_its_thread()
    {
        var first = MixedPrecision.Use(Precision.BFloat16);
        first.Dispose();
        using (MixedPrecision.Use(Precision.BFloat16))
        {
            first.Dispose();
            Assert.Equal(Precision.BFloat16, MixedPrecision.Current);
        }

        Exception? error = null;
        using (var mine = MixedPrecision.Use(Precision.BFloat16))
        {
            var thread = new Thread(() => error = Record.Exception(mine.Dispose));
            thread.Start();
            thread.Join();
            Assert.Equal(Precision.BFloat16, MixedPrecision.Current);
        }

        Assert.Equal(Precision.Float32, MixedPrecision.Current);
        Assert.Contains("await", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_values_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MixedPrecision.Use((Precision)7));
        using var model = new NarrowLstm(Features);
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer(model, optimizer, _ => zeros(1), new() { Steps = 1, Precision = (Precision)5 }));
    }

    /// <summary>A bias is added in float32, and each factor is rounded once: the products are exact, so are their sums here.</summary>
    [Fact]
    public void Product_rounds_its_factors_and_its_result_once()
    {
        using var scope = NewDisposeScope();
        var (input, weight, bias) = (full([128, 256], 1.00390625f), full([256, 256], 1f), full([256], 0.001f));
        using var precision = MixedPrecision.Use(Precision.BFloat16);

        // 1 + 2⁻⁸ lies between two numbers of 8 bits, 1 and 1 + 2⁻⁷; the even one is 1.
        var product = LinearProjection.Of(input, weight, bias);
        Assert.Equal(256.001f, product.max().item<float>());
        Assert.Equal(256.001f, product.min().item<float>());
    }

    [Fact]
    public void Segments_are_computed_again_in_the_same_precision()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        manual_seed(1);
        using var model = new NarrowLoop(Features);
        var input = draw.Normal(Batch, Time, Features);
        using var precision = MixedPrecision.Use(Precision.BFloat16);
        var whole = Gradients.Of(model, (sequence, _) => (model.call(sequence).Output, []), input, null);
        var parts = Gradients.Of(model, (sequence, _) => (model.InSegments(sequence, 2).Output, []), input, null);
        AssertClose(whole, parts);
    }

    [Fact]
    public void Trainer_uses_it_in_steps_and_not_in_evaluations()
    {
        using var model = new NarrowLstm(Features);
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        var (inSteps, inEvaluations) = (Precision.Float32, Precision.BFloat16);
        var result = new Trainer(model, optimizer, step =>
        {
            inSteps = MixedPrecision.Current;
            return model.call(ones(Batch, Time, Features)).Output.square().mean();
        }, new()
        {
            Steps = 3,
            Precision = Precision.BFloat16,
            HandleSignals = false,
            Evaluate = () =>
            {
                inEvaluations = MixedPrecision.Current;
                return new Evaluation(1);
            },
        }).Run();
        Assert.Equal(Precision.BFloat16, inSteps);
        Assert.Equal(Precision.Float32, inEvaluations);
        Assert.All(model.parameters(), static parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
        Assert.Equal(3, result.Step);
    }

    [Fact]
    public void Trainer_refuses_weights_of_another_dtype()
    {
        using var model = new NarrowLstm(Features, dtype: ScalarType.Float64);
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        var error = Assert.Throws<ArgumentException>(() => new Trainer(model, optimizer, _ => zeros(1), new() { Steps = 1, Precision = Precision.BFloat16 }));
        Assert.Contains("Float64", error.Message, StringComparison.Ordinal);
        Assert.Contains("dtype: ScalarType.Float32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_with_another_precision_is_refused()
    {
        using var folder = new TemporaryFolder();
        Train(Precision.BFloat16, resume: false, steps: 1);
        Train(Precision.BFloat16, resume: true, steps: 2);
        var error = Assert.Throws<CheckpointException>(() => Train(Precision.Float32, resume: true, steps: 3));
        Assert.Contains("precision", error.Message, StringComparison.Ordinal);
        Assert.Contains("BFloat16", error.Message, StringComparison.Ordinal);

        void Train(Precision precision, bool resume, long steps)
        {
            using var model = new NarrowLstm(Features);
            using var optimizer = optim.Adam(model.parameters(), 1e-3);
            new Trainer(model, optimizer, _ => model.call(ones(2, 3, Features)).Output.square().mean(), new()
            {
                Steps = steps,
                Precision = precision,
                Resume = resume,
                CheckpointFolder = folder.Path,
                HandleSignals = false,
            }).Run();
        }
    }

    private static void AssertClose(Gradients expected, Gradients found)
    {
        Close("the output", expected.Output, found.Output);
        Close("the gradient of the input", expected.Input, found.Input);
        foreach (var (state, other) in expected.States.Zip(found.States))
            Close("a state", state, other);
        foreach (var (state, other) in expected.InitialStates.Zip(found.InitialStates))
            Close("the gradient of a further input", state, other);
        foreach (var (name, gradient) in expected.Parameters)
            Close("the gradient of " + name, gradient, found.Parameters[name]);

        static void Close(string what, Tensor expected, Tensor found)
        {
            Assert.Equal(ScalarType.Float32, found.dtype);
            var error = ((expected - found).norm() / expected.norm().clamp_min(1e-6)).item<float>();
            Assert.True(error <= Tolerance, $"{what} has a relative error of {error:g3}");
        }
    }

    private static (nn.Module Model, Func<Tensor, Tensor?, (Tensor Output, Tensor[] States)> Forward) Create(string name, ScalarType dtype)
    {
        manual_seed(1);
        switch (name)
        {
            case nameof(NarrowLstm):
                var lstm = new NarrowLstm(Features, dtype: dtype);
                return (lstm, (input, lengths) => Results(lstm.call(input, lengths)));

            case nameof(NarrowGru):
                var gru = new NarrowGru(Features, dtype: dtype);
                return (gru, (input, lengths) => Results(gru.call(input, lengths)));

            default:
                var loop = new NarrowLoop(Features, dtype: dtype);
                return (loop, (input, lengths) => Results(loop.call(input, lengths)));
        }

        static (Tensor Output, Tensor[] States) Results<TState>((Tensor Output, TState State) result) where TState : RecurrentState<TState> =>
            (result.Output, [.. result.State.Tensors.Select(static pair => pair.Value)]);
    }
}

[SequenceModel, Features("features"), Lstm(48, Layers = 2, Dropout = 0.2), Linear(300)]
public partial class NarrowLstm;

[SequenceModel, Features("features"), Gru(48, Bidirectional = true), Linear(300)]
public partial class NarrowGru;

[SequenceModel, Features("features"), Lstm(48, Peepholes = true), Linear(300)]
public partial class NarrowLoop;

[Decoder, Features("features"), Attention(AttentionScore.Additive, 96), Gru(64), Linear(300)]
public partial class NarrowDecoder;
