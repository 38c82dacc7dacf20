using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>Derivatives where not everything takes part: a loss of some results, weights that rest, sequences of one step.</summary>
public sealed class OptionAutogradTests
{
    private const int Batch = 2;
    private const int Time = 3;
    private const long Seed = 23;

    public static TheoryData<OptionModel> Models() => [.. OptionModel.Sample];

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_of_a_partial_loss_equal_the_equations(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var equations = place.Equations(model.Module);
        var input = draw.Normal(Batch, Time, place.Features);
        var states = place.DrawStates(draw, Batch);
        var masks = place.Masks(model.Module, Seed, input);

        foreach (var result in Enumerable.Range(-1, 1 + states.Length))
        {
            Gradients.Equal(
                Gradients.Of(model.Module, (sequence, initial) => Only(result, equations.Run(sequence, initial, masks: masks)), input, states),
                Gradients.Of(model.Module, (sequence, initial) => Only(result, Forward(model, sequence, initial)), input, states),
                1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Batch_size_1_and_sequence_length_1_equal_the_equations(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var equations = place.Equations(model.Module);

        foreach (var (batch, time) in new[] { (1, 1), (1, Time), (Batch, 1) })
        {
            var input = draw.Normal(batch, time, place.Features);
            var states = place.DrawStates(draw, batch);
            var masks = place.Masks(model.Module, Seed, input);
            Gradients.Equal(
                Gradients.Of(model.Module, (sequence, initial) => equations.Run(sequence, initial, masks: masks), input, states),
                Gradients.Of(model.Module, (sequence, initial) => Forward(model, sequence, initial), input, states),
                1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Frozen_weights_get_no_gradient_and_other_gradients_are_unchanged(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, place.Features).requires_grad_();
        var named = model.Module.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        var expected = Gradients(named.Values.Append(input));

        // Of every two weights one, then all.
        foreach (var step in new[] { 2, 1 })
        {
            var frozen = named.Values.Where((_, number) => number % step == 0).ToHashSet();
            foreach (var weight in frozen)
            {
                weight.requires_grad = false;
            }

            var found = Gradients(named.Values.Append(input).Where(tensor => !frozen.Contains(tensor)));
            foreach (var (tensor, gradient) in found)
            {
                Near.Equal("a gradient", expected[tensor], gradient, 1e-12);
            }
        }

        using var _ = no_grad();
        Assert.False(Forward(model, input, null).Output.requires_grad);

        Dictionary<Tensor, Tensor> Gradients(IEnumerable<Tensor> of)
        {
            var wanted = of.ToList();
            return wanted.Zip(autograd.grad([Loss(model, input)], wanted)).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void No_grad_forward_gives_equal_outputs_without_a_graph(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, place.Features);
        var (output, states) = Forward(model, input, null);

        using var _ = no_grad();
        var (quiet, quietStates) = Forward(model, input, null);

        Assert.True(output.requires_grad && states.All(state => state.requires_grad));
        Assert.False(quiet.requires_grad || quietStates.Any(state => state.requires_grad));
        Near.Equal("the output", output, quiet, 1e-12);
        Near.Equal("the state", states, quietStates, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Second_backward_pass_gives_equal_gradients(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, place.Features).requires_grad_();
        var wanted = model.Module.parameters().Append(input).ToList();
        var loss = Loss(model, input);

        var first = autograd.grad([loss], wanted, retain_graph: true);
        var second = autograd.grad([loss], wanted);

        Near.Equal("a gradient", [.. first], [.. second], 0);
    }

    public static TheoryData<OptionModel> Loops() => [.. OptionModel.Sample.Where(model => model.IsLoop)];

    /// <summary>TorchSharp ends the process where a loop's derivative finds that what it needs was changed; so nobody can change it.</summary>
    [Theory]
    [MemberData(nameof(Loops))]
    public void In_place_changes_after_forward_do_not_affect_gradients(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, place.Features).requires_grad_();
        var expected = autograd.grad([Forward(model, input, null).Output.sum()], [input]);

        var output = Forward(model, input, null).Output;
        var loss = output.sum();
        using (no_grad())
        {
            output.zero_();
            foreach (var (_, weight) in model.Module.named_parameters().Where(pair => pair.name.Contains("weight_hh", StringComparison.Ordinal)))
            {
                weight.mul_(2);
            }
        }

        Near.Equal("the gradient", [.. expected], [.. autograd.grad([loss], [input])], 1e-12);
    }

    public static TheoryData<OptionModel> PlainLoops() => [.. OptionModel.Sample.Where(model => model is { IsLoop: true, Declared: { Layers: 1, LayerNorm: false } })];

    /// <summary>Neither what an optimizer writes before the first derivative nor what it writes before the second one.</summary>
    [Theory]
    [MemberData(nameof(PlainLoops))]
    public void In_place_changes_after_forward_do_not_affect_second_derivatives(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var (input, states) = (draw.Normal(Batch, Time, place.Features), place.DrawStates(draw, Batch));
        var wanted = model.Module.parameters().Select(parameter => (Tensor)parameter).ToList();
        var expected = Seconds(() => { }, () => { });

        foreach (var (beforeFirst, beforeSecond) in new (Action, Action)[] { (Change, () => { }), (() => { }, Change) })
        {
            var before = wanted.Select(parameter => parameter.detach().clone()).ToList();
            Near.Equal("a second derivative", expected, Seconds(beforeFirst, beforeSecond), 1e-12);
            using var _ = no_grad();
            foreach (var (parameter, value) in wanted.Zip(before))
            {
                parameter.copy_(value);
            }
        }

        Tensor[] Seconds(Action beforeFirst, Action beforeSecond)
        {
            var initial = states.Select(state => state.clone()).ToArray();
            var (output, _) = Forward(model, input, initial);
            var loss = output.sum();
            beforeFirst();
            using (no_grad())
            {
                output.zero_();
                initial.ToList().ForEach(state => state.zero_());
            }

            var gradients = autograd.grad([loss], wanted, retain_graph: true, create_graph: true);
            beforeSecond();
            var penalty = gradients.Select(gradient => gradient.square().sum()).Aggregate((sum, term) => sum + term);
            return [.. autograd.grad([penalty], wanted)];
        }

        void Change()
        {
            using var _ = no_grad();
            wanted.ForEach(parameter => parameter.mul_(2));
        }
    }

    /// <summary>Without LayerNorm: libtorch's layer normalisation gives wrong third derivatives, in a loop or not.</summary>
    [Theory]
    [MemberData(nameof(PlainLoops))]
    public void Third_derivatives_equal_finite_differences(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, place.Features).requires_grad_();
        var (direction, other, last) = (draw.Normal(input.shape), draw.Normal(input.shape), draw.Normal(input.shape));

        var third = (autograd.grad([Second(recorded: true)], [input])[0] * last).sum().ToDouble();

        const double distance = 1e-5;
        var here = input.detach().clone();
        var slope = (At(distance) - At(-distance)) / (2 * distance);
        Assert.True(Math.Abs(slope - third) <= 1e-5 * Math.Max(1, Math.Abs(third)), $"the third derivative says {third}, differences say {slope}");

        Tensor Second(bool recorded)
        {
            var first = autograd.grad([Loss(model, input)], [input], retain_graph: true, create_graph: true)[0];
            return (autograd.grad([(first * direction).sum()], [input], retain_graph: recorded, create_graph: recorded)[0] * other).sum();
        }

        double At(double step)
        {
            using (no_grad())
            {
                input.copy_(here + (last * step));
            }

            return Second(recorded: false).ToDouble();
        }
    }

    private static (Tensor Output, Tensor[] States) Forward(IModelUnderTest model, Tensor input, Tensor[]? states)
    {
        manual_seed(Seed);
        return model.Forward(input, states);
    }

    private static Tensor Loss(IModelUnderTest model, Tensor input)
    {
        var (output, states) = Forward(model, input, null);
        return states.Aggregate(output.square().sum(), (sum, state) => sum + state.sin().sum());
    }

    /// <summary>One of the results in place of the output, and no states.</summary>
    private static (Tensor Output, Tensor[] States) Only(int state, (Tensor Output, Tensor[] States) results) =>
        (state < 0 ? results.Output : results.States[state], []);
}
