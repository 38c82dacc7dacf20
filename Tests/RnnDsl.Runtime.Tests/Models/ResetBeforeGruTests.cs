using RnnDsl.Runtime.Tests.Recurrence;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>The emitted loop of a GRU whose reset acts before the product.</summary>
public sealed class ResetBeforeGruTests
{
    private const int Batch = 2;
    private const int Time = 6;

    public static TheoryData<GridModel> Models() => [.. GridModel.Of("GruBefore")];

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_states_and_gradients_equal_the_equations_of_the_paper(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);
        var input = draw.Normal(Batch, Time, GridModel.Features);

        foreach (var states in new[] { null, place.DrawStates(draw, Batch) })
        {
            Gradients.Equal(Gradients.Of(model.Module, Reference(place, model.Module), input, states), Gradients.Of(model.Module, model.Forward, input, states), 1e-10);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Gradients_equal_finite_differences(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = place.Create();
        draw.Fill(model.Module);

        FiniteDifferences.Confirm(model.Module, model.Forward, draw.Normal(Batch, Time, GridModel.Features), place.DrawStates(draw, Batch), draw);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Both_GRU_forms_are_equal_for_diagonal_recurrent_weights(GridModel place)
    {
        // With a diagonal U and no second bias, U (r ⊙ h) = r ⊙ (U h): the reset may stand on either side of the product.
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var before = place.Create();
        using var after = new HandWrittenModel(place with { Cell = "Gru" }, ScalarType.Float64);
        draw.Fill(before.Module);
        using (no_grad())
        {
            var weights = before.Module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
            foreach (var (name, weight) in weights.Where(pair => pair.Key.Contains("weight_hh", StringComparison.Ordinal)))
            {
                var candidate = weight.narrow(0, 2 * GridModel.Hidden, GridModel.Hidden);
                candidate.copy_(diag(draw.Normal(GridModel.Hidden)));
            }

            foreach (var (name, parameter) in after.named_parameters())
            {
                if (name.Contains("bias_hh", StringComparison.Ordinal))
                {
                    parameter.zero_();
                }
                else
                {
                    parameter.copy_(weights[name]);
                }
            }
        }

        var input = draw.Normal(Batch, Time, GridModel.Features);
        var states = place.DrawStates(draw, Batch);
        var (expected, expectedStates) = after.Forward(input, states);
        var (found, foundStates) = before.Forward(input, states);

        Near.Equal("the output", expected, found);
        Near.Equal("the final state", expectedStates, foundStates);
    }

    [Fact]
    public void Keys_and_initial_range_equal_PyTorch_with_a_single_bias()
    {
        using var scope = NewDisposeScope();
        using var model = new GridModel("GruBefore", 2, true).Create();
        var weights = model.Module.named_parameters().Where(pair => pair.name.StartsWith("cell.", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            from layer in new[] { "l0", "l1" }
            from suffix in new[] { "", "_reverse" }
            from kind in new[] { "weight_ih", "weight_hh", "bias_ih" }
            select $"cell.{kind}_{layer}{suffix}",
            weights.Select(pair => pair.name));
        var bound = 1 / Math.Sqrt(GridModel.Hidden);
        Assert.All(weights, pair =>
        {
            Assert.InRange(pair.parameter.abs().max().ToDouble(), bound / 2, bound);
            Assert.True(pair.parameter.min().ToDouble() < 0);
        });
    }

    private static Func<Tensor, Tensor[]?, (Tensor Output, Tensor[] States)> Reference(GridModel place, nn.Module module) => (input, states) =>
    {
        var weights = module.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        var declared = new GruAttribute(GridModel.Hidden) { Layers = place.Layers, Bidirectional = place.Bidirectional, ResetAfter = false };
        var (sequence, final) = new PaperEquations(declared, key => weights["cell." + key]).Run(input, states);
        return (sequence.matmul(weights["fc.weight"].t()) + weights["fc.bias"], final);
    };
}
