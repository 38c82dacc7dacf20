using RnnDsl.Runtime.Tests.Recurrence;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Stateless layers, against their definitions.</summary>
public sealed class LayerTests
{
    [Fact]
    public void LastState_is_the_output_of_the_top_layer_at_the_last_step()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new LastOfOne(dtype: ScalarType.Float64);
        var input = draw.Normal(4, 6, 3);

        var (sequence, _, _) = model.Lstm.call(input);

        Near.Equal("the last state", sequence.select(1, 5), model.forward(input));
    }

    [Fact]
    public void LastState_of_two_directions_is_the_final_state_of_each()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new LastOfBoth(dtype: ScalarType.Float64);
        var input = draw.Normal(4, 6, 3);

        var (sequence, _, _) = model.Lstm.call(input);
        var expected = cat([sequence.select(1, 5).narrow(1, 0, 5), sequence.select(1, 0).narrow(1, 5, 5)], 1);

        Near.Equal("the last state", expected, model.forward(input));
    }

    [Fact]
    public void LastState_of_an_emitted_loop_is_the_final_state_of_each_direction()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new LastOfLoop(dtype: ScalarType.Float64);
        var weights = model.Gru.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        var input = draw.Normal(4, 6, 3);

        var declared = new GruAttribute(5) { Layers = 2, Bidirectional = true, ResetAfter = false };
        var (sequence, _) = new PaperEquations(declared, key => weights[key]).Run(input);
        var expected = cat([sequence.select(1, 5).narrow(1, 0, 5), sequence.select(1, 0).narrow(1, 5, 5)], 1);

        Near.Equal("the last state", expected, model.forward(input));
    }

    /// <summary>All but the one of two numbers, which is a readout's.</summary>
    public static TheoryData<string> Activations() => [.. Enum.GetNames<Activation>().Where(name => name != nameof(Activation.Maxout))];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activation_equals_the_function_of_its_name(string name)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = (nn.Module)Activator.CreateInstance(Type.GetType($"{typeof(LayerTests).Namespace}.With{name}", throwOnError: true)!, null, ScalarType.Float64)!;
        draw.Fill(model);
        dynamic generated = model;
        var input = draw.Normal(4, 6, 3) * 3;

        // The numbers the function gets: of both signs, and of a size at which no two of the functions look alike.
        Tensor given = generated.Linear.call(generated.Rnn.call(input).Item1) * 1.0;
        Assert.True(given.min().ToDouble() < -0.5 && given.max().ToDouble() > 0.5);
        var expected = Enum.Parse<Activation>(name) switch
        {
            Activation.Tanh => (given.exp() - (-given).exp()) / (given.exp() + (-given).exp()),
            Activation.Sigmoid => 1 / (1 + (-given).exp()),
            Activation.Relu => given.clamp_min(0),
            Activation.Elu => where(given.gt(0), given, given.exp() - 1),
            Activation.Gelu => given * 0.5 * (1 + (given / Math.Sqrt(2)).erf()),
            Activation.Silu => given / (1 + (-given).exp()),
            Activation.Softplus => (1 + given.exp()).log(),
            Activation.Softmax => given.exp() / given.exp().sum(-1, keepdim: true),
            Activation.LogSoftmax => given - given.exp().sum(-1, keepdim: true).log(),
            _ => throw new InvalidOperationException($"{name} has no definition in this test."),
        };

        Near.Equal(name, expected, (Tensor)generated.forward(input, null, null).Item1);
        Near.Equal($"{name} in a step", expected.select(1, 0), (Tensor)generated.Step(input.select(1, 0), null).Item1);
    }
}

[SequenceModel, Features(3), Lstm(5, Layers = 2), LastState]
public partial class LastOfOne;

[SequenceModel, Features(3), Lstm(5, Layers = 2, Bidirectional = true), LastState]
public partial class LastOfBoth;

[SequenceModel, Features(3), Gru(5, Layers = 2, Bidirectional = true, ResetAfter = false), LastState]
public partial class LastOfLoop;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Tanh)]
public partial class WithTanh;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Sigmoid)]
public partial class WithSigmoid;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Relu)]
public partial class WithRelu;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Elu)]
public partial class WithElu;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Gelu)]
public partial class WithGelu;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Silu)]
public partial class WithSilu;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Softplus)]
public partial class WithSoftplus;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.Softmax)]
public partial class WithSoftmax;

[SequenceModel, Features(3), Rnn(6), Linear(7), Activation(Activation.LogSoftmax)]
public partial class WithLogSoftmax;
