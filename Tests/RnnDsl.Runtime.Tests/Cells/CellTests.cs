using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Cells;

/// <summary>Every cell of the library, as it is emitted, against its equations.</summary>
public sealed class CellTests
{
    private const int Batch = 2;
    private const int Time = 4;
    private const long Seed = 23;
    private const double Tolerance = 1e-10;

    public static TheoryData<CellModel> Models() => [.. CellModel.All];

    public static TheoryData<CellModel> RandomModels() => [.. CellModel.All.Where(model => model.IsRandom)];

    public static TheoryData<CellModel> SteppedModels() => [.. CellModel.All.Where(model => !model.ReadsFromTheEnd)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_states_and_gradients_equal_the_equations_in_evaluation_mode(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: SeedOf(place));
        foreach (var (width, size) in new[] { (3L, 4L), (DrawSize(draw), DrawSize(draw)) })
        {
            var features = place.Features(size, width);
            using var model = place.Create(features, size);
            draw.Fill(model.Module);
            model.Module.eval();
            var equations = place.Equations(model.Module, size);
            var input = draw.Normal(Batch, Time, features);

            foreach (var states in new[] { null, place.DrawStates(draw, Batch, size) })
            {
                Gradients.Equal(
                    Gradients.Of(model.Module, (sequence, initial) => equations.Run(sequence, initial), input, states),
                    Gradients.Of(model.Module, model.Forward, input, states),
                    Tolerance);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RandomModels))]
    public void Outputs_states_and_gradients_equal_the_equations_in_training_mode(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: SeedOf(place));
        using var model = place.Create(place.Features(4), 4);
        draw.Fill(model.Module);
        var equations = place.Equations(model.Module, 4);
        var input = draw.Normal(Batch, Time, place.Features(4));
        var states = place.DrawStates(draw, Batch, 4);
        var masks = place.Masks(Seed, input, 4);

        Gradients.Equal(
            Gradients.Of(model.Module, (sequence, initial) => equations.Run(sequence, initial, masks: masks), input, states),
            Gradients.Of(model.Module, Passes.Seeded(Seed, model.Forward), input, states),
            Tolerance);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Padded_sequences_equal_single_sequences_for_any_padding(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: SeedOf(place));
        using var model = place.Create(place.Features(4), 4);
        draw.Fill(model.Module);
        model.Module.eval();
        var equations = place.Equations(model.Module, 4);
        var lengths = tensor(new long[] { 2, Time, 1 });
        var real = arange(Time).unsqueeze(0).lt(lengths.unsqueeze(1)).unsqueeze(2);
        var input = draw.Normal(3, Time, place.Features(4)).masked_fill(real.logical_not(), double.NaN);
        var states = place.DrawStates(draw, 3, 4);

        Gradients.Equal(
            Gradients.Of(model.Module, (sequence, initial) => equations.Run(sequence, initial, lengths), input, states),
            Gradients.Of(model.Module, (sequence, initial) => Passes.OfValidSteps(model.Forward(sequence, initial, lengths), real), input, states),
            Tolerance);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_equal_finite_differences(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: SeedOf(place));
        using var model = place.Create(place.Features(4), 4);
        draw.Fill(model.Module);

        // States away from zero: one is divided by.
        var states = place.DrawStates(draw, Batch, 4).Select(state => state.abs() + 0.5).ToArray();
        FiniteDifferences.Confirm(model.Module, Passes.Seeded(Seed, model.Forward), draw.Normal(Batch, Time, place.Features(4)), states, draw);
    }

    public static TheoryData<CellModel> Loops() => [.. CellModel.All.Where(model => model.IsLoop)];

    [Theory]
    [MemberData(nameof(Loops))]
    public void Second_derivatives_equal_finite_differences(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: SeedOf(place));
        using var model = place.Create(place.Features(4), 4);
        draw.Fill(model.Module);

        // States away from zero: one is divided by.
        var states = place.DrawStates(draw, Batch, 4).Select(state => state.abs() + 0.5).ToArray();
        FiniteDifferences.ConfirmSecond(model.Module, Passes.Seeded(Seed, model.Forward), draw.Normal(Batch, Time, place.Features(4)), states, draw);
    }

    [Theory]
    [MemberData(nameof(SteppedModels))]
    public void Repeated_Step_equals_forward_including_gradients(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: SeedOf(place));
        using var model = place.Create(place.Features(4), 4);
        draw.Fill(model.Module);
        model.Module.eval();
        var input = draw.Normal(Batch, Time, place.Features(4));

        foreach (var states in new[] { null, place.DrawStates(draw, Batch, 4) })
        {
            Gradients.Equal(
                Gradients.Of(model.Module, model.Forward, input, states),
                Gradients.Of(model.Module, model.StepThrough, input, states),
                Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(SteppedModels))]
    public void Step_equals_forward_of_one_step_in_training_mode(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(seed: SeedOf(place));
        using var model = place.Create(place.Features(4), 4);
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, 1, place.Features(4));
        var states = place.DrawStates(draw, Batch, 4);

        Gradients.Equal(
            Gradients.Of(model.Module, Passes.Seeded(Seed, model.Forward), input, states),
            Gradients.Of(model.Module, Passes.Seeded(Seed, model.StepThrough), input, states),
            Tolerance);
    }

    private static ulong SeedOf(CellModel place) => (ulong)place.Type.Name.Sum(letter => letter);

    private static long DrawSize(Draw draw) => draw.Tokens(6, 1)[0].ToInt64() + 1;
}
