using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

public sealed partial class StateGradientsTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.9)]
    [InlineData(1.5)]
    [InlineData(1e-7)]
    [InlineData(1e7)]
    public void Norm_of_a_single_linear_unit_is_multiplied_by_its_weight_per_step(double weight)
    {
        using var scope = NewDisposeScope();
        using var model = new OneUnit(dtype: ScalarType.Float64);
        var weights = model.named_parameters().ToDictionary(one => one.name, one => one.parameter);
        using (no_grad())
        {
            weights["rnn.weight_hh_l0"].fill_(weight);
            weights["rnn.bias_ih_l0"].zero_();
            weights["rnn.bias_hh_l0"].zero_();
            weights["head.weight"].fill_(3);
        }

        var norms = StateGradients.Norms(model, zeros(1, 40, 1, dtype: ScalarType.Float64), static output => output.sum());

        Assert.Equal(["Hidden"], norms.Keys);
        Assert.Equal(40, norms["Hidden"].Length);
        for (var t = 0; t < 40; t++)
            Assert.Equal(1, norms["Hidden"][t] / (3 * Math.Pow(Math.Abs(weight), 40 - t)), 1e-12);
    }

    [Fact]
    public void Norms_equal_the_loss_gradients_for_every_cell_state_and_step()
    {
        Check(new TwoGrus(dtype: ScalarType.Float64), static state => [state.Hidden], static tensors => new TwoGrus.State(tensors[0]));
        Check(new OneLstm(dtype: ScalarType.Float64), static state => [state.Hidden, state.Cell], static tensors => new OneLstm.State(tensors[0], tensors[1]));
        Check(new PeepholeLstm(dtype: ScalarType.Float64), static state => [state.Hidden, state.Cell], static tensors => new PeepholeLstm.State(tensors[0], tensors[1]));
    }

    [Fact]
    public void Norms_work_under_no_grad_and_leave_parameter_gradients_unchanged()
    {
        using var scope = NewDisposeScope();
        using var model = new OneLstm();
        using var free = no_grad();

        var norms = StateGradients.Norms(model, randn(2, 6, 3), static output => output.square().sum());

        Assert.All(norms.Values, values => Assert.All(values, value => Assert.True(value > 0)));
        Assert.All(model.parameters(), weight => Assert.Null(weight.grad));
        Assert.StartsWith("The sequences have no steps;", Assert.Throws<ArgumentException>(() => StateGradients.Norms(model, randn(2, 0, 3), static output => output.sum())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void State_without_influence_on_the_loss_has_norm_0()
    {
        using var scope = NewDisposeScope();
        using var model = new OneLstm();
        using var elsewhere = tensor(1f).requires_grad_();
        var norms = StateGradients.Norms(model, randn(2, 4, 3), _ => elsewhere * 2);
        Assert.All(norms.Values, values => Assert.All(values, value => Assert.Equal(0, value)));
    }

    /// <summary>Central differences of the rest of the sequence, run as a whole, by every number of the state it begins with.</summary>
    private static void Check<TModel, TState>(TModel model, Func<TState, Tensor[]> open, Func<Tensor[], TState> close)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState>
    {
        const int Time = 5;
        const double Nudge = 1e-5;
        using var scope = NewDisposeScope();
        using var _ = model;
        manual_seed(3);
        var input = randn(2, Time, 3, dtype: ScalarType.Float64);
        var norms = StateGradients.Norms(model, input, Loss);

        using var free = no_grad();
        for (var t = 0; t < Time; t++)
        {
            var state = t == 0 ? model.InitialState(2) : model.forward(input.narrow(1, 0, t)).State;
            for (var which = 0; which < open(state).Length; which++)
            {
                var sum = 0d;
                for (var i = 0L; i < open(state)[which].numel(); i++)
                {
                    var slope = (Rest(t, state, which, i, Nudge) - Rest(t, state, which, i, -Nudge)) / (2 * Nudge);
                    sum += slope * slope;
                }
                Assert.Equal(1, norms[state.Tensors[which].Key][t] / Math.Sqrt(sum), 1e-6);
            }
        }

        double Rest(int t, TState state, int which, long i, double nudge)
        {
            var tensors = Array.ConvertAll(open(state), static tensor => tensor.clone());
            tensors[which].view(-1)[i].add_(nudge);
            return Loss(model.forward(input.narrow(1, t, Time - t), null, close(tensors)).Output.select(1, -1)).item<double>();
        }

        static Tensor Loss(Tensor output) => (output - 0.3).square().sum();
    }

    [SequenceModel(Step = true)]
    [Features(1)]
    [Rnn(1)]
    [Linear(1, Name = "head")]
    internal sealed partial class OneUnit;

    [SequenceModel(Step = true)]
    [Features(3)]
    [Gru(4, Layers = 2)]
    [Linear(2)]
    internal sealed partial class TwoGrus;

    [SequenceModel(Step = true)]
    [Features(3)]
    [Lstm(4)]
    [Linear(2)]
    internal sealed partial class OneLstm;

    [SequenceModel(Step = true)]
    [Features(3)]
    [Lstm(4, Peepholes = true)]
    [Linear(2)]
    internal sealed partial class PeepholeLstm;
}
