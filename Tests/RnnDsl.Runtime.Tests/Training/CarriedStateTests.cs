using RnnDsl.Runtime.Tests.Decoding;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>The state between two steps of a training, with and without what carries it.</summary>
public sealed class CarriedStateTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void State_reused_without_CarriedState_is_a_disposed_state_error()
    {
        using var model = new TokenLstm(11);
        TokenLstm.State? state = null;
        var error = Assert.Throws<ArgumentException>(() => Train(model, () =>
        {
            (var output, state) = model.call(Tokens(), state: state);
            return output.square().mean();
        }));

        Assert.Contains("TokenLstm was given a state whose Hidden has been disposed", error.Message);
        Assert.Contains("CarriedState<TokenLstm.State>", error.Message);
    }

    [Fact]
    public void Undetached_state_of_an_earlier_step_is_an_error()
    {
        using var fused = new TokenLstm(11);
        AssertExplained(fused, model => model.call(Tokens(), state: null), (model, state) => model.call(Tokens(), state: state));

        // A loop that is emitted has a derivative of its own.
        using var looped = new LoopedTokens(11);
        AssertExplained(looped, model => model.call(Tokens(), state: null), (model, state) => model.call(Tokens(), state: state));

        static void AssertExplained<TModel, TState>(TModel model, Func<TModel, (Tensor Output, TState State)> first, Func<TModel, TState, (Tensor Output, TState State)> next)
            where TModel : nn.Module
            where TState : RecurrentState<TState>
        {
            TState? state = null;
            var error = Assert.Throws<InvalidOperationException>(() => Train(model, () =>
            {
                var (output, after) = state is null ? first(model) : next(model, state);
                state = after.DetachFromDisposeScope();
                return output.square().mean();
            }));

            Assert.Contains("depends on a tensor of an earlier step, whose graph that step's backward pass has freed", error.Message);
            Assert.Contains("Keep such a state in a CarriedState", error.Message);
            state!.Dispose();
        }
    }

    [Fact]
    public void Carried_state_and_several_windows_in_one_graph_train()
    {
        using var model = new TokenLstm(11);
        using var carried = new CarriedState<TokenLstm.State>(model.InitialState(2));
        Train(model, () =>
        {
            (var output, carried.Value) = model.call(Tokens(), state: carried.Value);
            return output.square().mean();
        });
        Assert.True(carried.Value.Hidden.abs().sum().ToDouble() > 0);

        // Truncated backpropagation over two windows at once: a state with a history is no mistake.
        Train(model, () =>
        {
            var (first, state) = model.call(Tokens());
            var (second, _) = model.call(Tokens(), state: state);
            return first.square().mean() + second.square().mean();
        });
    }

    private static Tensor Tokens() => arange(6, dtype: ScalarType.Int64).view(2, 3);

    private static void Train(nn.Module model, Func<Tensor> loss) =>
        new Trainer(model, optim.SGD(model.parameters(), 0.01), _ => loss(), new TrainerOptions { Steps = 3, HandleSignals = false, Console = EvaluationModeTests.Silent }).Run();
}

[SequenceModel, Embedding("vocabulary", 3), Lstm(5, Zoneout = 0.1), Linear("vocabulary")]
public partial class LoopedTokens;
