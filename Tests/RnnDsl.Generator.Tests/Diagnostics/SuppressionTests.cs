using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>Findings obey what C# offers for every diagnostic.</summary>
public sealed class SuppressionTests
{
    private const string Slow = "using RnnDsl;\n[SequenceModel] [Features(3)] [Gru(4, {|#0:ResetAfter = false|})] public partial class M;";

    [Fact]
    public async Task Pragma_suppresses_a_diagnostic() =>
        await new ModelAnalyzerTest("#pragma warning disable RNN150\n" + Slow.Replace("{|#0:", "").Replace("|}", "")).RunAsync();

    [Fact]
    public async Task Pragma_restore_ends_the_suppression()
    {
        var test = new ModelAnalyzerTest("#pragma warning disable RNN150\n#pragma warning restore RNN150\n" + Slow) { TestBehaviors = TestBehaviors.SkipSuppressionCheck };
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RNN150", DiagnosticSeverity.Info).WithLocation(0));
        await test.RunAsync();
    }

    [Fact]
    public async Task SuppressMessage_suppresses_a_diagnostic() =>
        await new ModelAnalyzerTest(
            Slow.Replace("{|#0:", "").Replace("|}", "").Replace("[SequenceModel]", "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"RnnDsl\", \"RNN150\")] [SequenceModel]")).RunAsync();

    [Theory]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    [InlineData("error", DiagnosticSeverity.Error)]
    public async Task Editorconfig_sets_the_severity(string severity, DiagnosticSeverity expected)
    {
        var test = new ModelAnalyzerTest(Slow);
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", $"root = true\n[*.cs]\ndotnet_diagnostic.RNN150.severity = {severity}\n"));
        test.ExpectedDiagnostics.Add(new DiagnosticResult("RNN150", expected).WithLocation(0));
        await test.RunAsync();
    }

    [Fact]
    public async Task Editorconfig_suppresses_a_diagnostic()
    {
        var test = new ModelAnalyzerTest(Slow.Replace("{|#0:", "").Replace("|}", ""));
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.RNN150.severity = none\n"));
        await test.RunAsync();
    }
}
