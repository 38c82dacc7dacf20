using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>A step as products, reductions and passes: as few stages as its equations allow.</summary>
public sealed class RowScheduleTests
{
    [Theory]
    [InlineData("Rnn(4)", "product, pass", "pass, product")]
    [InlineData("Lstm(4)", "product, pass", "pass, product")]
    [InlineData("Lstm(4, Peepholes = true, Zoneout = 0.1)", "product, pass", "pass, product")]
    [InlineData("Lstm(4, RecurrentDropout = 0.1)", "pass, product, pass", "pass, product, pass")]
    [InlineData("Lstm(4, ProjectionSize = 2)", "product, pass, product", "pass, product, pass, product")]
    [InlineData("Lstm(4, LayerNorm = true)", "product, reduction, pass, reduction, pass", "pass, reduction, pass, reduction, product")]
    [InlineData("Gru(4)", "product, pass", "pass, product")]
    [InlineData("Gru(4, ResetAfter = false)", "product, pass, product, pass", "pass, product, pass, product")]
    public void Built_in_cell_has_few_stages(string layer, string forward, string backward)
    {
        var schedule = ScheduleOf($"[{layer}]");

        Assert.Equal(forward, Describe(schedule.Forward));
        Assert.Equal(backward, Describe(schedule.Backward));
        Assert.False(schedule.IsSweep);
    }

    [Theory]
    [InlineData("z_t = σ(W · x_t + b)\\nh_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ tanh(V · x_t)", "pass")]
    [InlineData("c_t = σ(W · x_t + v ⊙ c_{t-1}) ⊙ c_{t-1} + V · x_t\\nh_t = tanh(c_t)", "pass")]
    public void Cell_without_a_product_on_its_states_is_one_pass(string equations, string stages)
    {
        var schedule = ScheduleOf($"[Recurrent(typeof(Own), 4)]", $"[Cell(\"{equations}\")] public partial class Own;");

        Assert.Equal(stages, Describe(schedule.Forward));
        Assert.Equal(stages, Describe(schedule.Backward));
        Assert.True(schedule.IsSweep);
    }

    [Fact]
    public void Softmax_of_a_product_is_a_stage_between_two_passes()
    {
        var schedule = ScheduleOf("[Recurrent(typeof(Own), 4)]", "[Cell(\"a_t = softmax(W · x_t + U · h_{t-1})\\nh_t = a_t ⊙ h_{t-1} + tanh(V · x_t)\")] public partial class Own;");

        Assert.Equal("product, reduction, pass", Describe(schedule.Forward));
        Assert.Equal("pass, reduction, product", Describe(schedule.Backward));
    }

    private static RowSchedule ScheduleOf(string layer, string more = "")
    {
        var project = Compile.Source($"using RnnDsl; {more} [SequenceModel] [Features(3)] {layer} public partial class Model;");
        var (model, diagnostics) = Binder.Bind(ModelParser.Parse(project.GetTypeByMetadataName("Model")!, Targets.Names, CancellationToken.None), CompilationEnvironment.Of(project, Targets.Names));
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
        var recurrence = model.Recurrences.First().Operation;
        return RowSchedule.Of(LoopSchedule.Of(recurrence.UserCell is null ? EquationStep.OfBuiltIn(recurrence) : GraphBuilder.Build(recurrence, LoopScope.Names)));
    }

    private static string Describe(IEnumerable<RowStage> stages) => string.Join(", ", stages.Select(stage => stage switch
    {
        PassStage => "pass",
        ProductStage => "product",
        _ => "reduction",
    }));
}
