using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Members written by hand beside the generated ones, and classes in unusual places.</summary>
public sealed class UserMemberTests
{
    [Fact]
    public void A_module_registered_in_OnConstructed_is_part_of_the_model()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new Tagger(hidden: 4, dtype: ScalarType.Float64);

        Assert.Contains("norm.weight", model.state_dict().Keys);
        Assert.Contains("norm.bias", model.named_parameters().Select(pair => pair.name));
        Assert.Equal("gru.weight_ih_l0", model.state_dict().Keys.First());
        var scores = model.Scores(draw.Normal(2, 3, 3));
        Near.Equal("the mean of normed scores", zeros(2, 3, dtype: ScalarType.Float64), scores.mean([-1]));

        model.to(ScalarType.Float32);
        Assert.All(model.parameters(), parameter => Assert.Equal(ScalarType.Float32, parameter.dtype));
    }

    [Fact]
    public void OnConstructed_can_access_every_layer_and_change_weights()
    {
        using var scope = NewDisposeScope();
        using var model = new OpenGates();

        Assert.Equal(1f, model.Lstm.get_parameter("bias_ih_l0")!.narrow(0, 4, 4).min().ToSingle());
    }

    [Fact]
    public void Generic_and_nested_models_run()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        var input = draw.Normal(2, 3, 3);

        using var generic = new Shelf<int>.Box.Model<string>(4);
        var (output, state) = generic.call(input);
        var (step, _) = generic.Step(input.select(1, 0));

        Assert.Equal([2, 3, 4], output.shape);
        Near.Equal("the first step", output.select(1, 0), step);
        Assert.Equal("Model", generic.GetName());
        Assert.IsType<IStepModel<Shelf<int>.Box.Model<string>.State>>(generic, exactMatch: false);
        Assert.Equal([1, 2, 4], state.Hidden.shape);
    }

    [Fact]
    public void Models_declared_in_two_partial_classes_run()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        using var model = new TwoParts();

        Assert.Equal(14, model.Doubled(draw.Normal(1, 2, 3)).size(2));
    }

    [Fact]
    public void Hooks_run_in_call_and_not_in_forward()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        using var model = new Tagger(hidden: 4);
        var calls = 0;
        model.register_forward_hook((_, _, _, _, output) =>
        {
            calls++;
            return output;
        });
        var input = draw.Normal(1, 2, 3);

        model.call(input);
        Assert.Equal(1, calls);
        model.forward(input);
        Assert.Equal(1, calls);
    }
}

[SequenceModel, Features(3), Gru("hidden = 32"), Linear(2)]
public partial class Tagger
{
    private LayerNorm _norm = null!;

    public Tensor Scores(Tensor input)
    {
        using var scope = NewDisposeScope();
        return _norm.call(call(input).Output).MoveToOuterDisposeScope();
    }

    partial void OnConstructed()
    {
        _norm = nn.LayerNorm(2, dtype: Gru.get_parameter("weight_ih_l0")!.dtype);
        register_module("norm", _norm);
    }
}

/// <summary>Forget gates that start open (Jozefowicz et al. 2015).</summary>
[SequenceModel, Features(3), Lstm(4)]
public partial class OpenGates
{
    partial void OnConstructed()
    {
        using var _ = no_grad();
        Lstm.get_parameter("bias_ih_l0")!.narrow(0, 4, 4).fill_(1);
    }
}

public sealed partial record Shelf<T>(T Label)
{
    public partial struct Box
    {
        [SequenceModel, Features(3), Rnn("size")]
        public partial class Model<TUnused>;
    }
}

[SequenceModel, Features(3), Rnn(7, Bidirectional = true)]
public partial class TwoParts;

public partial class TwoParts
{
    public Tensor Doubled(Tensor input) => call(input).Output * 2;
}
