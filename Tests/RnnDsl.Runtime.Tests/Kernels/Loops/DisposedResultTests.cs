using RnnDsl.Runtime.Tests.Cells;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Runtime.Tests.Recurrence;
using RnnDsl.Runtime.Tests.Training;
using RnnDsl.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>A result of a loop that is disposed before the backward pass has no gradient; those of the others are unchanged.</summary>
public sealed class DisposedResultTests
{
    private const int Batch = 3;
    private const int Time = 5;

    public static TheoryData<OptionModel> OptionModels() => [.. OptionModel.All];

    public static TheoryData<CellModel> CellModels() => [.. CellModel.All];

    [Theory]
    [MemberData(nameof(OptionModels))]
    public void Backward_pass_of_one_result_of_a_built_in_cell(OptionModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        AssertEqual(model, draw.Normal(Batch, Time, place.Features), withScans: false);
    }

    [Theory]
    [MemberData(nameof(CellModels))]
    public void Backward_pass_of_one_result_of_a_cell_of_equations(CellModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        var features = place.Features(7, 7);
        using var model = place.Create(features, 7);
        draw.Fill(model.Module);
        AssertEqual(model, draw.Normal(Batch, Time, features), withScans: true);
    }

    [Fact]
    public void Backward_pass_of_one_result_of_segments()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var model = new SegmentedFeatures(5);
        model.to(ScalarType.Float64);
        AssertEqual(model, randn([Batch, Time, 5], ScalarType.Float64), input =>
        {
            var (output, state) = model.InSegments(input, 2);
            return [output, .. state.Tensors.Select(static pair => pair.Value)];
        });
    }

    private static void AssertEqual(IModelUnderTest model, Tensor input, bool withScans)
    {
        AssertEqual(model.Module, input, Results);
        if (withScans)
            AssertEqual(model.Module, input, sequence => ScanSwitch.On(() => Results(sequence)));

        Tensor[] Results(Tensor sequence)
        {
            var (output, states) = Passes.Seeded(23, (one, initial) => model.Forward(one, initial))(sequence, null);
            return [output, .. states];
        }
    }

    private static void AssertEqual(nn.Module module, Tensor values, Func<Tensor, Tensor[]> forward)
    {
        var input = values.detach().requires_grad_();
        Tensor[] leaves = [input, .. module.parameters()];
        var count = forward(input).Length;
        for (var kept = 0; kept < count; kept++)
        {
            var (expected, actual) = (Gradients(kept, disposesOthers: false), Gradients(kept, disposesOthers: true));
            for (var i = 0; i < leaves.Length; i++)
                Near.Equal($"gradient {i} of result {kept}", expected[i], actual[i], 1e-12);
        }

        Tensor[] Gradients(int kept, bool disposesOthers)
        {
            foreach (var leaf in leaves)
                leaf.grad = null;
            var results = forward(input);
            for (var i = 0; i < results.Length && disposesOthers; i++)
            {
                if (i != kept)
                    results[i].Dispose();
            }

            results[kept].sum().backward();
            return [.. leaves.Select(static leaf => leaf.grad is { } gradient ? gradient.clone() : zeros_like(leaf))];
        }
    }
}
