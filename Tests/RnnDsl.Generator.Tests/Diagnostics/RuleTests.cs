using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using RnnDsl.Generator.Semantics;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>Every rule: where it points, and what it says to the letter. <see cref="SingleDiagnosticTests"/> show that its nearest neighbour passes.</summary>
public sealed class RuleTests
{
    private static readonly Dictionary<string, Rule> RuleById = Rules.All.ToDictionary(rule => rule.Id);

    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            for (var i = 0; i < RuleCases.All.Count; i++)
            {
                data.Add(RuleCases.All[i].Id, i);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_invalid_case_is_reported_with_location_and_message(string id, int index)
    {
        var rule = RuleCases.All[index];
        var isFirstOfRule = RuleCases.All.Take(index).All(before => before.Id != id);
        if (isFirstOfRule)
        {
            var test = new ModelAnalyzerTest(rule.Markup, rule.Options);
            test.ExpectedDiagnostics.Add(new DiagnosticResult(id, Severity(RuleById[id])).WithLocation(0).WithMessage(rule.Message));
            await test.RunAsync();
            return;
        }

        var diagnostic = Assert.Single(await Infrastructure.GeneratorRun.AnalyzeDeclarationsAsync(Infrastructure.Compile.Source(rule.Source, rule.Options)));
        Assert.Equal(
            (id, Severity(RuleById[id]), rule.Message, rule.Span),
            (diagnostic.Id, diagnostic.Severity, diagnostic.GetMessage(CultureInfo.InvariantCulture), diagnostic.Location.SourceSpan));
    }

    [Fact]
    public void Every_rule_has_a_test_case() =>
        Assert.Empty(Rules.All.Where(rule => !Rules.IsOfUsage(rule)).Select(rule => rule.Id).Except(RuleCases.All.Select(rule => rule.Id)).Except([Rules.CompilerFailed.Id, Rules.TorchSharpTooOld.Id, Rules.CellHasErrors.Id, Rules.SideHasErrors.Id]));

    [Fact]
    public async Task Error_in_a_compiled_cell_is_reported_at_the_layer()
    {
        var library = Infrastructure.Compile.Source("using RnnDsl; [Cell(\"y_t = tanh(W · x_t + b)\")] public class Broken;", new() { AssemblyName = "Library" });
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);

        var test = new ModelAnalyzerTest("using RnnDsl; [SequenceModel] [Features(3)] [Recurrent({|#0:typeof(Broken)|}, 4)] public partial class M;");
        test.TestState.AdditionalReferences.Add(MetadataReference.CreateFromImage(image.ToArray()));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RNN321", DiagnosticSeverity.Error).WithLocation(0)
            .WithMessage("[Recurrent] names 'Broken', whose equations have an error: RNN310: a cell defines its output"));
        await test.RunAsync();
    }

    [Fact]
    public async Task Error_in_a_decoder_is_repeated_at_the_encoder_decoder()
    {
        var test = new ModelAnalyzerTest(
            """
            using RnnDsl;
            [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
            [Decoder] [Embedding(9, 6)] [{|#0:Attention(AttentionScore.Additive)|}] [Gru(4)] [Linear(9)] public partial class D;
            [EncoderDecoder(typeof(E), {|#1:typeof(D)|})] public partial class M;
            """);
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RNN406", DiagnosticSeverity.Error).WithLocation(0));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RNN432", DiagnosticSeverity.Error).WithLocation(1)
            .WithMessage("[EncoderDecoder] names 'D', which has an error: RNN406: a score has a size where it needs one"));
        await test.RunAsync();
    }

    [Fact]
    public async Task Error_in_a_compiled_decoder_is_reported_at_the_encoder_decoder()
    {
        var library = Infrastructure.Compile.Source(
            "using RnnDsl; [Encoder] [Embedding(8, 6)] [Gru(5)] public class E; [Decoder] [Embedding(9, 6)] [Linear(9)] public class Broken;", new() { AssemblyName = "Library" });
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);

        // Whether a compiled class was partial is unknown.
        var test = new ModelAnalyzerTest("using RnnDsl; [EncoderDecoder(typeof(E), {|#0:typeof(Broken)|})] public partial class M;");
        test.TestState.AdditionalReferences.Add(MetadataReference.CreateFromImage(image.ToArray()));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RNN432", DiagnosticSeverity.Error).WithLocation(0)
            .WithMessage("[EncoderDecoder] names 'Broken', which has an error: RNN123: a sequence model has a recurrent layer"));
        await test.RunAsync();
    }

    [Theory]
    [InlineData("RNN109", Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp11, true)]
    [InlineData("RNN110", Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest, false)]
    public async Task Missing_project_requirement_is_reported_once_per_class_and_alone(string id, Microsoft.CodeAnalysis.CSharp.LanguageVersion version, bool hasRuntime)
    {
        var run = Infrastructure.GeneratorRun.Of(
            """
            using RnnDsl;
            [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E { }
            [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D { }
            [EncoderDecoder(typeof(E), typeof(D))] public partial class M { }
            """,
            new() { LanguageVersion = version, WithRuntime = hasRuntime });

        Assert.Equal([id, id, id], (await run.AnalyzeAsync()).Select(diagnostic => diagnostic.Id));
        Assert.Empty(run.Files);
    }

    [Theory]
    [InlineData("h_t = relu(W · x_t + u ⊙ h_{t-1})", "4, {|#0:RecurrentDropout = 0.2|}", "RNN324",
        "[Recurrent] has RecurrentDropout = 0.2, which does nothing for 'E': it masks h_{t-1} in matrix products, and no matrix of the cell multiplies h_{t-1}.")]
    [InlineData("h_t = relu(W · x_t + u ⊙ h_{t-1})", "4, {|#0:WeightDrop = 0.2|}", "RNN324",
        "[Recurrent] has WeightDrop = 0.2, which does nothing for 'E': it drops weights of matrices that multiply a state, and the cell has none.")]
    [InlineData("c_t = a ⊙ c_{t-1} + x_t\nh_t = tanh(W · c_t)", "{|#0:4|}, Layers = 2", "RNN323",
        "'E' needs an input of its hidden size, because its state 'c_t' is as long as what a layer reads, and all layers of a stack have states of one size, but its input size is 3 and its hidden size is 4. Put [Linear] with the cell's size above it, or change one of the two.")]
    public async Task Options_that_a_cell_does_not_support_are_errors(string equations, string arguments, string id, string message)
    {
        var test = new ModelAnalyzerTest(
            $"using RnnDsl; [Cell({Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(equations, quote: true)})] public class E; "
            + $"[SequenceModel] [Features(3)] [Recurrent(typeof(E), {arguments})] public partial class M;");
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id, DiagnosticSeverity.Error).WithLocation(0).WithMessage(message));
        await test.RunAsync();
    }

    [Fact]
    public async Task Outdated_TorchSharp_is_reported_with_both_versions()
    {
        var test = new ModelAnalyzerTest("[{|#0:RnnDsl.SequenceModel|}] [RnnDsl.Features(3)] [RnnDsl.Lstm(4)] public partial class M;", new() { WithTorchSharp = false });
        test.TestState.AdditionalProjects["TorchSharp"].Sources.Add("[assembly: System.Reflection.AssemblyVersion(\"0.105.2\")] namespace TorchSharp { public static class torch; }");
        test.TestState.AdditionalProjects["TorchSharp"].AdditionalReferences.AddRange(Infrastructure.Compile.References(new() { WithTorchSharp = false, WithRuntime = false }));
        test.TestState.AdditionalProjectReferences.Add("TorchSharp");
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RNN111", DiagnosticSeverity.Error).WithLocation(0)
            .WithMessage("'M' needs TorchSharp 0.107 or newer, and this project references 0.105.2. Update the package."));
        await test.RunAsync();
    }

    private static DiagnosticSeverity Severity(Rule rule) => rule.Severity switch
    {
        RuleSeverity.Error => DiagnosticSeverity.Error,
        RuleSeverity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}
