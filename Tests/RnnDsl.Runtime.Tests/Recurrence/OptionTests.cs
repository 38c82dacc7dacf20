using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>Every option of recurrent layers, alone and together, against the equations of its paper.</summary>
public sealed class OptionTests
{
    private const int Batch = 2;
    private const int Time = 3;
    private const long Seed = 23;
    private const double Tolerance = 1e-10;

    /// <summary>What lies behind a sequence: wherever it were read, it would show.</summary>
    private const double Padding = double.NaN;

    public static TheoryData<OptionModel> Models() => [.. OptionModel.All];

    public static TheoryData<OptionModel> Sample() => [.. OptionModel.Sample];

    public static TheoryData<OptionModel> RandomModels() => [.. OptionModel.All.Where(model => model.IsRandom)];

    public static TheoryData<OptionModel> SteppedModels() => [.. OptionModel.All.Where(model => !model.ReadsFromTheEnd)];

    public static TheoryData<OptionModel> Verdicts() => [.. OptionModel.Verdicts];

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_states_and_gradients_equal_the_equations_in_evaluation_mode(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        model.Module.eval();
        var equations = place.Equations(model.Module);
        var input = draw.Normal(Batch, Time, place.Features);

        foreach (var states in new[] { null, place.DrawStates(draw, Batch) })
        {
            Gradients.Equal(
                Gradients.Of(model.Module, (sequence, initial) => equations.Run(sequence, initial), input, states),
                Gradients.Of(model.Module, model.Forward, input, states),
                Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(RandomModels))]
    public void Outputs_states_and_gradients_equal_the_equations_in_training_mode(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var equations = place.Equations(model.Module);
        var input = draw.Normal(Batch, Time, place.Features);
        var states = place.DrawStates(draw, Batch);
        var masks = place.Masks(model.Module, Seed, input);

        Gradients.Equal(
            Gradients.Of(model.Module, (sequence, initial) => equations.Run(sequence, initial, masks: masks), input, states),
            Gradients.Of(model.Module, Passes.Seeded(Seed, model.Forward), input, states),
            Tolerance);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Padded_sequences_equal_single_sequences_for_any_padding(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: (ulong)place.Type.Name.Sum(letter => letter));
        using var model = place.Create();
        draw.Fill(model.Module);
        var equations = place.Equations(model.Module);
        var (lengths, real) = DrawLengths(draw);
        var input = draw.Normal(real.size(0), real.size(1), place.Features).masked_fill(real.logical_not(), Padding);
        var states = place.DrawStates(draw, (int)real.size(0));

        var masks = place.IsRandom ? place.Masks(model.Module, Seed, input) : null;

        Gradients.Equal(
            Gradients.Of(model.Module, (sequence, initial) => equations.Run(sequence, initial, lengths, masks), input, states),
            Gradients.Of(model.Module, Passes.Seeded(Seed, (sequence, initial) => Passes.OfValidSteps(model.Forward(sequence, initial, lengths), real)), input, states),
            Tolerance);
    }

    [Theory]
    [MemberData(nameof(Sample))]
    public void Gradients_equal_finite_differences(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);

        FiniteDifferences.Confirm(model.Module, Passes.Seeded(Seed, model.Forward), draw.Normal(Batch, Time, place.Features), place.DrawStates(draw, Batch), draw);
    }

    [Theory]
    [MemberData(nameof(Sample))]
    public void Second_derivatives_equal_finite_differences(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var (input, states) = (draw.Normal(3, Time, place.Features), place.DrawStates(draw, 3));

        FiniteDifferences.ConfirmSecond(model.Module, Passes.Seeded(Seed, model.Forward), input, states, draw);

        var lengths = tensor(new long[] { 2, Time, 1 });
        var real = arange(Time).unsqueeze(0).lt(lengths.unsqueeze(1)).unsqueeze(2);
        FiniteDifferences.ConfirmSecond(
            model.Module, Passes.Seeded(Seed, (sequence, initial) => Passes.OfValidSteps(model.Forward(sequence, initial, lengths), real)), input, states, draw);
    }

    /// <summary>In single precision an LSTM runs on oneDNN, where the processor lets it.</summary>
    [Theory]
    [InlineData("Lstm1")]
    [InlineData("Lstm2")]
    [InlineData("Lstm1Both")]
    [InlineData("Gru1")]
    [InlineData("Rnn1")]
    public void Second_derivatives_of_fused_kernels_in_float32_equal_float64(string name)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var place = OptionModel.All.Single(model => model.Type.Name == name);
        Assert.False(place.IsLoop);
        using var precise = place.Create();
        using var single = place.Create(ScalarType.Float32);
        draw.Fill(precise.Module);
        using (no_grad())
        {
            foreach (var (from, to) in precise.Module.parameters().Zip(single.Module.parameters()))
            {
                to.copy_(from);
            }
        }

        var input = draw.Normal(Batch, Time, place.Features);

        Near.Equal("a second derivative", Seconds(precise, input), [.. Seconds(single, input.to(ScalarType.Float32)).Select(second => second.to(ScalarType.Float64))], 1e-4);

        static Tensor[] Seconds(IModelUnderTest model, Tensor input)
        {
            Tensor[] wanted = [input.requires_grad_(), .. model.Module.parameters()];
            var gradients = autograd.grad([model.Forward(input).Output.square().sum()], wanted, retain_graph: true, create_graph: true);
            return [.. autograd.grad([gradients.Select(gradient => gradient.square().sum()).Aggregate((sum, term) => sum + term)], wanted)];
        }
    }

    [Theory]
    [MemberData(nameof(RandomModels))]
    public void Evaluation_mode_uses_no_random_numbers(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        model.Module.eval();
        var input = draw.Normal(Batch, Time, place.Features);
        manual_seed(Seed);
        var expected = rand(1);

        manual_seed(Seed);
        model.Forward(input);
        if (!place.ReadsFromTheEnd)
        {
            model.Step(input.select(1, 0));
        }

        Near.Equal("the next random number", expected, rand(1), 0);
    }

    [Theory]
    [MemberData(nameof(SteppedModels))]
    public void Repeated_Step_equals_forward_including_gradients(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        model.Module.eval();
        var input = draw.Normal(Batch, Time, place.Features);

        foreach (var states in new[] { null, place.DrawStates(draw, Batch) })
        {
            Gradients.Equal(
                Gradients.Of(model.Module, model.Forward, input, states),
                Gradients.Of(model.Module, model.StepThrough, input, states),
                Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(SteppedModels))]
    public void Step_equals_forward_of_one_step_in_training_mode(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, 1, place.Features);
        var states = place.DrawStates(draw, Batch);

        Gradients.Equal(
            Gradients.Of(model.Module, Passes.Seeded(Seed, model.Forward), input, states),
            Gradients.Of(model.Module, Passes.Seeded(Seed, model.StepThrough), input, states),
            Tolerance);
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void LastState_is_the_final_hidden_state_of_the_top_layer_for_any_padding(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: (ulong)place.Type.Name.Sum(letter => letter));
        using var module = place.CreateModule();
        draw.Fill(module);
        var model = (nn.Module<Tensor, Tensor?, Tensor>)module;
        var equations = place.Equations(module);
        var (lengths, real) = DrawLengths(draw);
        var input = draw.Normal(real.size(0), real.size(1), place.Features);

        var masks = place.IsRandom ? place.Masks(module, Seed, input) : null;

        foreach (var (padded, given) in new[] { (input, null), (input.masked_fill(real.logical_not(), Padding), lengths) })
        {
            Gradients.Equal(
                Gradients.Of(module, (sequence, _) => (Verdict(equations.Run(sequence, null, given, masks).Final[0]), []), padded, null),
                Gradients.Of(module, Passes.Seeded(Seed, (sequence, _) => (model.forward(sequence, given), [])), padded, null),
                Tolerance);
        }

        Tensor Verdict(Tensor hidden) => (place.Declared.Bidirectional, place.Declared.Merge) switch
        {
            (false, _) => hidden[^1],
            (true, Merge.Concat) => cat([hidden[^2], hidden[^1]], 1),
            (true, Merge.Sum) => hidden[^2] + hidden[^1],
            _ => (hidden[^2] + hidden[^1]) / 2,
        };
    }

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void Step_of_a_LastState_model_equals_forward_over_the_steps_so_far(OptionModel place)
    {
        if (place.ReadsFromTheEnd)
        {
            Assert.Null(place.Type.GetMethod("Step"));
            return;
        }

        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var module = place.CreateModule();
        draw.Fill(module);
        module.eval();
        dynamic model = module;
        var input = draw.Normal(Batch, Time, place.Features);

        dynamic? state = null;
        for (var t = 0; t < Time; t++)
        {
            var stepped = model.Step(input.select(1, t), state);
            state = stepped.Item2;
            Near.Equal($"the verdict after step {t}", (Tensor)model.forward(input.narrow(1, 0, t + 1), null), (Tensor)stepped.Item1, Tolerance);
        }
    }

    /// <summary>Lengths of three sequences, of which at least one is padded, and which steps are real: [batch, time, 1].</summary>
    private static (Tensor Lengths, Tensor Real) DrawLengths(Draw draw)
    {
        const int Longest = 4;
        var lengths = draw.Tokens(Longest, 3) + 1;
        lengths[0] = draw.Tokens(Longest - 1, 1)[0] + 1;
        return (lengths, arange(Longest).unsqueeze(0).lt(lengths.unsqueeze(1)).unsqueeze(2));
    }
}
