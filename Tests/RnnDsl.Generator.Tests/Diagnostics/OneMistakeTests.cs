using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>One mistake is one error, in a program that uses the model and with the generated half in place.</summary>
public sealed class OneMistakeTests
{
    public static TheoryData<string, int> Cases => RuleTests.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task One_mistake_is_one_error(string id, int index)
    {
        var rule = RuleCases.All[index];
        var run = GeneratorRun.Of(rule.SourceWithUse, rule.Options);

        var finding = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal(id, finding.Id);
        Assert.Equal(rule.Message, finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(rule.Squiggle, finding.Location.SourceTree!.GetText().ToString(finding.Location.SourceSpan));

        var errors = run.Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(
            rule.CSharpErrors.Order().SequenceEqual(errors.Select(error => error.Id).Distinct().Order()),
            $"Expected of C#: [{string.Join(", ", rule.CSharpErrors)}]. It says:\n{string.Join("\n", errors)}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_neighbour_compiles_and_is_used_without_a_complaint(string id, int index)
    {
        var rule = RuleCases.All[index];
        Assert.Equal(rule.Id, id);
        var run = GeneratorRun.Of(rule.RightSourceWithUse, rule.RightOptions).AssertCompiles();
        Assert.Empty(await run.AnalyzeAsync());
    }

    [Fact]
    public async Task A_mistake_in_a_cell_is_shown_at_the_cell_alone()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl;
            [Cell("h_t = sigmod(W · x_t) ⊙ h_{t-1}")] public partial class C;
            [SequenceModel] [Features(3)] [Recurrent(typeof(C), 4)] [Linear(2)] public partial class M;
            [SequenceModel] [Features(3)] [Recurrent(typeof(C), 4)] [Linear(3)] public partial class N;
            """);

        Assert.Equal("RNN302", Assert.Single(await run.AnalyzeAsync()).Id);
        Assert.DoesNotContain(run.Output.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
