using RnnDsl.Runtime.Tests.Cells;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Kernels and libtorch's operations give the same: outputs, states and all gradients, of every cell and option. That the kernels compute what the papers say, the tests of cells and options show.</summary>
public sealed class LoopSwitchTests
{
    private const int Batch = 5;
    private const int Time = 6;
    private const long Seed = 23;

    public static TheoryData<OptionModel> OptionModels() => [.. OptionModel.All];

    public static TheoryData<CellModel> CellModels() => [.. CellModel.All];

    [Theory]
    [MemberData(nameof(OptionModels))]
    public void Built_in_cell_gives_the_same_by_libtorch(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        AssertEqual(model, draw.Normal(Batch, Time, place.Features), place.DrawStates(draw, Batch));
    }

    [Theory]
    [MemberData(nameof(CellModels))]
    public void Cell_of_equations_gives_the_same_by_libtorch(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();

        // Whole lanes and a rest, of every vector width.
        var features = place.Features(23, 23);
        using var model = place.Create(features, 23);
        draw.Fill(model.Module);
        AssertEqual(model, draw.Normal(Batch, Time, features), place.DrawStates(draw, Batch, 23));
    }

    private static void AssertEqual(IModelUnderTest model, Tensor input, Tensor[] states)
    {
        AssertEqual(model, input, states, null);

        // Every sequence has an end of its own; the longest ones first; all end before the last step.
        AssertEqual(model, input, states, [Time, 2, 1, Time, 4]);
        AssertEqual(model, input, states, [Time, Time, 4, 2, 1]);
        AssertEqual(model, input, states, [1, 3, Time - 1, 2, 3]);
    }

    private static void AssertEqual(IModelUnderTest model, Tensor input, Tensor[] states, long[]? steps)
    {
        var lengths = steps is null ? null : tensor(steps);
        var found = Run();
        Gradients.Equal(KernelSwitch.Off(Run), found, 1e-10);
        Gradients.Equal(ScanSwitch.On(Run), found, 1e-10);

        // Without gradients a kernel keeps less.
        using (no_grad())
        {
            var (output, finals) = Passes.Seeded(Seed, Forward)(input, states);
            Near.Equal("the output without gradients", found.Output, output, 1e-10);
            Near.Equal("the final state without gradients", found.States, finals, 1e-10);
        }

        if (lengths is not null)
        {
            var padding = arange(Time).unsqueeze(0).ge(lengths.unsqueeze(1)).unsqueeze(2);
            Assert.Equal(0, found.Output.masked_select(padding).abs().sum().ToDouble());
            Assert.Equal(0, found.Input.masked_select(padding).abs().sum().ToDouble());
        }

        Gradients Run() => Gradients.Of(model.Module, Passes.Seeded(Seed, Forward), input, states);

        (Tensor Output, Tensor[] States) Forward(Tensor sequence, Tensor[]? initial) =>
            lengths is null ? model.Forward(sequence, initial) : model.Forward(sequence, initial, lengths);
    }
}
