using RnnDsl.Runtime.Tests.Cells;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
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
        using var model = place.Create(23, 23);
        draw.Fill(model.Module);
        AssertEqual(model, draw.Normal(Batch, Time, 23), place.DrawStates(draw, Batch, 23));
    }

    private static void AssertEqual(IModelUnderTest model, Tensor input, Tensor[] states)
    {
        var lengths = tensor([Time, 2L, 1L, Time, 4L]);
        var valid = arange(Time).unsqueeze(0).lt(lengths.unsqueeze(1)).unsqueeze(2);
        foreach (var forward in new Func<Tensor, Tensor[]?, (Tensor, Tensor[])>[]
        {
            model.Forward,
            (sequence, initial) => Passes.OfValidSteps(model.Forward(sequence, initial, lengths), valid),
        })
        {
            Gradients.Equal(KernelSwitch.Off(() => Run(forward)), Run(forward), 1e-10);
        }

        Gradients Run(Func<Tensor, Tensor[]?, (Tensor, Tensor[])> forward) => Gradients.Of(model.Module, Passes.Seeded(Seed, forward), input, states);
    }
}
