using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

#pragma warning disable RNN607 // What is refused at run time is the subject of these tests.

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>A state that a model cannot go on from is refused in the model's words, whatever kernel computes it.</summary>
public sealed class StateInputTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void State_of_another_batch_size_is_an_error_in_forward_and_Step()
    {
        // A fused kernel in one call.
        using var fused = new TokenLstm(11);
        var tokens = zeros(4, 3, dtype: ScalarType.Int64);
        Refused("TokenLstm reads a state of 4 sequences, Hidden [2, 4, 5]; it was given Hidden [2, 1, 5]. InitialState(4) creates one.",
            () => fused.call(tokens, state: fused.InitialState()), () => fused.Step(tokens.select(1, 0), fused.InitialState()),
            () => fused.call(tokens, full([4], 2, dtype: ScalarType.Int64), fused.InitialState()));
        Refused("TokenLstm reads a state of 1 sequence, Hidden [2, 1, 5]; it was given Hidden [2, 4, 5]. InitialState(1) creates one.",
            () => fused.call(tokens.narrow(0, 0, 1), state: fused.InitialState(4)));

        // Loops that are emitted, where libtorch would repeat the one state for all.
        var input = zeros(4, 3, 3);
        using var loop = new LoopedLstm();
        Refused("LoopedLstm reads a state of 4 sequences, Hidden [2, 4, 4]; it was given Hidden [2, 1, 4]. InitialState(4) creates one.",
            () => loop.call(input, state: loop.InitialState()), () => loop.Step(input.select(1, 0), loop.InitialState()));
        using var own = new LeakyUnits(6);
        Refused("LeakyUnits reads a state of 4 sequences, Hidden [1, 4, 6]; it was given Hidden [1, 1, 6]. InitialState(4) creates one.",
            () => own.call(input, state: own.InitialState()), () => own.Step(input.select(1, 0), own.InitialState()));

        // Several recurrences, of which the last has the wrong one.
        using var several = new FourRecurrences();
        var state = several.InitialState(4) with { GruHidden = zeros(1, 3, 2) };
        Refused("FourRecurrences reads a state of 4 sequences, GruHidden [1, 4, 2]; it was given GruHidden [1, 3, 2]. InitialState(4) creates one.",
            () => several.call(input, state: state), () => several.Step(input.select(1, 0), state));
    }

    [Fact]
    public void State_of_another_shape_is_an_error()
    {
        using var model = new TokenLstm(11);
        var tokens = zeros(4, 3, dtype: ScalarType.Int64);
        foreach (var (wrong, found) in new[] { (zeros(2, 4, 6), "[2, 4, 6]"), (zeros(1, 4, 5), "[1, 4, 5]"), (zeros(4, 5), "[4, 5]"), (zeros(2, 4, 5, 1), "[2, 4, 5, 1]") })
        {
            Refused($"TokenLstm reads a state of 4 sequences, Cell [2, 4, 5]; it was given Cell {found}. InitialState(4) creates one.",
                () => model.call(tokens, state: model.InitialState(4) with { Cell = wrong }), () => model.Step(tokens.select(1, 0), model.InitialState(4) with { Cell = wrong }));
        }

        // A size that the constructor was given; and a cell state that is longer than the hidden state.
        using var sized = new Grid.Gru1(features: 6, hidden: 2, outputs: 2);
        Refused("Gru1 reads a state of 1 sequence, Hidden [1, 1, 2]; it was given Hidden [1, 1, 3]. InitialState(1) creates one.",
            () => sized.call(zeros(1, 1, 6), state: new(zeros(1, 1, 3))));
        using var projected = new ProjectedLoop();
        Refused("ProjectedLoop reads a state of 2 sequences, Cell [1, 2, 6]; it was given Cell [1, 2, 2]. InitialState(2) creates one.",
            () => projected.call(zeros(2, 3, 3), state: new(zeros(1, 2, 2), zeros(1, 2, 2))));
    }

    [Fact]
    public void State_of_another_dtype_or_device_is_an_error()
    {
        using var model = new LoopedLstm();
        var input = zeros(4, 3, 3);
        Refused("LoopedLstm reads a state of dtype Float32 on cpu, as its weights; it was given Hidden of dtype Float64 on cpu. state.To(device, dtype) converts it.",
            () => model.call(input, state: model.InitialState(4).To(dtype: ScalarType.Float64)),
            () => model.Step(input.select(1, 0), model.InitialState(4).To(dtype: ScalarType.Float64)));
        Refused("LoopedLstm reads a state of dtype Float32 on cpu, as its weights; it was given Hidden of dtype Float32 on meta. state.To(device, dtype) converts it.",
            () => model.call(input, state: model.InitialState(4).To(META)),
            () => model.Step(input.select(1, 0), model.InitialState(4).To(META)));
    }

    [Fact]
    public void Disposed_state_error_recommends_CarriedState()
    {
        using var model = new TokenLstm(11);
        var tokens = zeros(4, 3, dtype: ScalarType.Int64);
        TokenLstm.State state;
        using (NewDisposeScope())
            state = model.call(tokens).State;

        Refused("TokenLstm was given a state whose Hidden has been disposed: a training step, as every dispose scope, disposes the tensors created in it. "
            + "Keep the state in a CarriedState<TokenLstm.State>, which also detaches it from the step's graph.",
            () => model.call(tokens, state: state), () => model.Step(tokens.select(1, 0), state));
        Refused("TokenLstm was given a state whose Cell is null.", () => model.call(tokens, state: model.InitialState(4) with { Cell = null! }));
    }

    [Fact]
    public void Valid_state_is_accepted_by_every_kernel()
    {
        using var fused = new TokenLstm(11);
        using var loop = new LoopedLstm(dtype: ScalarType.Float64);
        using var own = new LeakyUnits(6);
        using var projected = new ProjectedLoop();
        var input = zeros(4, 3, 3);

        Assert.Equal([2, 4, 5], fused.call(zeros(4, 3, dtype: ScalarType.Int64), state: fused.InitialState(4)).State.Hidden.shape);
        Assert.Equal([2, 4, 4], loop.call(input.to(ScalarType.Float64), state: loop.InitialState(4)).State.Hidden.shape);
        Assert.Equal([1, 4, 6], own.Step(input.select(1, 0), own.InitialState(4)).State.Hidden.shape);
        var state = projected.call(input, state: projected.InitialState(4)).State;
        Assert.Equal([1, 4, 2], state.Hidden.shape);
        Assert.Equal([1, 4, 6], projected.Step(input.select(1, 0), state).State.Cell.shape);
    }

    private static void Refused(string message, params Action[] calls) =>
        Assert.All(calls, call => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message));
}

[SequenceModel, Features(3), Lstm(4, Layers = 2, Zoneout = 0.1)]
public partial class LoopedLstm;

[SequenceModel, Features(3), Lstm(6, ProjectionSize = 2, LayerNorm = true)]
public partial class ProjectedLoop;

[Cell("""
    f_t = σ(W_f · x_t)
    h_t = f_t ⊙ h_{t-1} + (1 - f_t) ⊙ tanh(W · x_t + U · h_{t-1})
    """)]
public partial class LeakyCell;

[SequenceModel, Features(3), Recurrent(typeof(LeakyCell), "hidden")]
public partial class LeakyUnits;
