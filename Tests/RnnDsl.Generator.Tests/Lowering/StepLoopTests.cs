using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Which layers of a decoder run step by step, as its operations say what they read of the previous step.</summary>
public sealed class StepLoopTests
{
    private const string PreviousQuery = "the attention query is the previous hidden state";

    private const string Fed = "the output of readout is fed back (input feeding)";

    [Theory]
    [InlineData("[Gru(5)] [Readout(4)]", null, null)]
    [InlineData("[Context] [Gru(5)] [Readout(4)]", null, null)]
    [InlineData("[Gru(5)] [Attention(AttentionScore.General)] [Readout(4)]", null, null)]
    [InlineData("[Gru(5)] [Attention(AttentionScore.Additive, 7, Coverage = true)] [Readout(4)]", null, null)]
    [InlineData("[Attention(AttentionScore.General)] [Gru(5, LayerNorm = true)] [Readout(4)]", "attention to gru", PreviousQuery)]
    [InlineData("[Attention(AttentionScore.Additive, 7, Coverage = true)] [Gru(5)] [Readout(4)]", "attention to gru", PreviousQuery)]
    [InlineData("[Attention(AttentionScore.MultiHead, 8)] [Gru(5)] [Readout(4)]", "attention to gru", PreviousQuery)]
    [InlineData("[Lstm(5)] [Attention(AttentionScore.General)] [Gru(5, Zoneout = 0.1)]", "attention to gru", PreviousQuery)]
    [InlineData("[Gru(5)] [Attention(AttentionScore.General, InputFeeding = true)] [Readout(4)]", "gru to readout", Fed)]
    [InlineData("[Context] [Dropout(0.1)] [Gru(5)] [Lstm(5)] [Attention(AttentionScore.General, InputFeeding = true)] [Dropout(0.1)] [Readout(4)]", "gru to readout", Fed)]
    public void Layers_from_the_reader_of_a_previous_step_to_what_it_reads_run_step_by_step(string layers, string? loop, string? reason)
    {
        var plan = Lower(layers);

        Assert.Null(plan.AttentionRecurrence);
        Assert.Equal(loop, plan.Loop is null ? null : $"{plan.Model.Layers[plan.Loop.First].Key} to {plan.Model.Layers[plan.Loop.Last].Key}");
        Assert.Equal(reason, plan.Loop?.Reason);
    }

    [Theory]
    [InlineData("[Attention(AttentionScore.General)] [Gru(5)] [Readout(4)]")]
    [InlineData("[Attention(AttentionScore.Additive, 7)] [Lstm(5, Layers = 2, Dropout = 0.2)]")]
    [InlineData("[Attention(AttentionScore.Dot)] [Lstm(5, Peepholes = true)]")]
    [InlineData("[Rnn(3)] [Attention(AttentionScore.Dot)] [Gru(5, ResetAfter = false)]")]
    public void Attention_and_the_cell_that_reads_its_context_share_a_loop(string layers)
    {
        var plan = Lower(layers);

        Assert.Null(plan.Loop);
        Assert.Equal("attention", plan.AttentionRecurrence!.Attention.Key);
        Assert.Equal(plan.AttentionRecurrence.Operation.Of, plan.AttentionRecurrence.Layer.Key);
    }

    private static Plan Lower(string layers)
    {
        var project = Compile.Source($"using RnnDsl; [Decoder] [Embedding(9, 6)] {layers} [Linear(9)] public partial class Model;");
        var declaration = ModelParser.Parse(project.GetTypeByMetadataName("Model")!, Targets.Names, CancellationToken.None);
        var (model, diagnostics) = Binder.Bind(declaration, CompilationEnvironment.Of(project, Targets.Names));
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
        return Lowerer.Lower(model, LoopScope.Names);
    }
}
