using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>The record of what a network remembers.</summary>
public sealed class StateTests
{
    [Fact]
    public void Detached_state_has_equal_values_and_stops_gradients()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TokenLstm(11, dtype: ScalarType.Float64);
        var first = model.Embed.weight!.detach().clone().requires_grad_();
        var (_, state) = model.call(draw.Tokens(11, 2, 4));

        var detached = state.Detach();

        Assert.True(state.Hidden.requires_grad && state.Cell.requires_grad);
        Assert.False(detached.Hidden.requires_grad || detached.Cell.requires_grad);
        Near.Equal("the hidden state", state.Hidden.detach(), detached.Hidden, 0);
        Near.Equal("the cell state", state.Cell.detach(), detached.Cell, 0);

        // Through the state the first window's tokens get a gradient; through the detached one only those of the second.
        var window = full(2, 1, 10, dtype: ScalarType.Int64);
        Assert.True(TableRowsWithGradient(state) > 1);
        Assert.Equal(1, TableRowsWithGradient(detached));

        long TableRowsWithGradient(TokenLstm.State from)
        {
            var gradient = autograd.grad([model.call(window, state: from).Output.sum()], [model.Embed.weight!], retain_graph: true)[0];
            return gradient.abs().sum(1).ne(0).sum().ToInt64();
        }
    }

    [Fact]
    public void State_converts_to_another_dtype()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var state = new TokenLstm.State(draw.Normal(2, 3, 5), draw.Normal(2, 3, 5));

        var moved = state.To(CPU, ScalarType.Float32);

        Assert.All(moved.Tensors, pair => Assert.Equal(ScalarType.Float32, pair.Value.dtype));
        Near.Equal("the cell state", state.Cell.to(ScalarType.Float32), moved.Cell, 0);
    }

    [Fact]
    public void State_copied_by_To_stays_valid_after_disposing_the_original()
    {
        using var draw = new Draw();
        using var hidden = draw.Normal(2, 3, 5);
        using var cell = draw.Normal(2, 3, 5);
        var state = new TokenLstm.State(hidden.clone(), cell.clone());

        using var moved = state.To(CPU, ScalarType.Float64);
        state.Dispose();

        Near.Equal("the hidden state", hidden, moved.Hidden, 0);
        Near.Equal("the cell state", cell, moved.Cell, 0);
    }

    [Fact]
    public void Select_returns_rows_in_the_requested_order_and_multiplicity()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var state = new TokenLstm.State(draw.Normal(2, 3, 5), draw.Normal(2, 3, 5));

        var selected = state.Select(tensor(new long[] { 2, 0, 0, 1 }));

        Near.Equal("the hidden state", stack([2, 0, 0, 1], state.Hidden), selected.Hidden, 0);
        Near.Equal("the cell state", stack([2, 0, 0, 1], state.Cell), selected.Cell, 0);

        static Tensor stack(int[] rows, Tensor of) => torch.stack([.. rows.Select(row => of.select(1, row))], 1);
    }

    [Fact]
    public void Selected_rows_continue_like_single_sequences()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TokenGru(11, dtype: ScalarType.Float64);
        draw.Fill(model);
        var tokens = draw.Tokens(11, 3, 4);
        var (_, state) = model.call(tokens);
        var (_, alone) = model.call(tokens.narrow(0, 2, 1));
        var next = tensor(new long[] { 7, 7 });

        var (output, _) = model.Step(next, state.Select(tensor(new long[] { 0, 2 })));

        Near.Equal("the output", model.Step(next.narrow(0, 0, 1), alone).Output, output.narrow(0, 1, 1));
    }

    [Fact]
    public void Select_without_rows_is_an_error() =>
        Assert.Throws<ArgumentNullException>(() => new TokenGru.State(zeros(1)).Select(null!));

    [Fact]
    public void Tensors_are_named_in_declaration_order()
    {
        using var state = new TokenLstm.State(zeros(1), ones(1));

        Assert.Equal(["Hidden", "Cell"], state.Tensors.Select(pair => pair.Key));
        Assert.Same(state.Hidden, state.Tensors[0].Value);
        Assert.Same(state.Cell, state.Tensors[1].Value);
    }

    [Fact]
    public void Disposing_a_state_disposes_its_tensors()
    {
        var state = new TokenLstm.State(zeros(1), ones(1));

        state.Dispose();

        Assert.True(state.Hidden.IsInvalid && state.Cell.IsInvalid);
    }

    [Fact]
    public void State_can_leave_one_or_all_dispose_scopes()
    {
        using var model = new TokenGru(11);
        TokenGru.State left, detached;
        using (var outer = NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                left = model.InitialState().MoveToOuterDisposeScope();
                detached = model.InitialState().DetachFromDisposeScope();
            }

            Assert.False(left.Hidden.IsInvalid);
        }

        Assert.True(left.Hidden.IsInvalid);
        Assert.False(detached.Hidden.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void Batch_size_0_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>("batch", () =>
        {
            using var model = new TokenGru(11);
            model.InitialState(0);
        });
}
