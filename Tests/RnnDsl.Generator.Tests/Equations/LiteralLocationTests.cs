using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>A mistake is shown on its very characters, however C# writes the text.</summary>
public sealed class LiteralLocationTests
{
    private const string Quotes = "\"\"\"";

    [Theory]
    [InlineData("[Cell(\"h_t = «?» x_t\")]", "a plain text")]
    [InlineData("[Cell(\"a_t = x_t\\nh_t = «?» x_t\")]", "an escape before")]
    [InlineData("[Cell(\"\\u0061_t = x_t \\U0000002B \\x78_t # \\\" \\\\\\x9\\0\\nh_t = «?» x_t\")]", "escapes of every length")]
    [InlineData("[Cell(\"\\U0001D421_t = x_t «?» x_t\")]", "an escape for two characters")]
    [InlineData("[Cell(\"h_t = «\\u003f» x_t\")]", "an escape itself")]
    [InlineData("[Cell(\"h_t = x_t «\\xd800»\")]", "half a character")]
    [InlineData("[Cell(@\"a_t = x_t\nh_t = «?» x_t\")]", "a verbatim text")]
    [InlineData("[Cell(@\"a_t = x_t # \"\" \\x \"\"\nh_t = «?» x_t\")]", "verbatim quotes")]
    [InlineData("[Cell(" + Quotes + "h_t = «?» x_t" + Quotes + ")]", "a raw text")]
    [InlineData("[Cell(" + Quotes + "\"\"h_t = «?» x_t" + "\"\"" + Quotes + ")]", "a raw text of five quotes")]
    [InlineData("[Cell(" + Quotes + "\n    a_t = x_t\n\n      h_t = «?» x_t\n    " + Quotes + ")]", "a raw text of several lines")]
    [InlineData("[Cell(" + Quotes + "\n    a_t = x_t\n  \n\n      \n    h_t = «?» x_t\n    " + Quotes + ")]", "blank lines of other lengths")]
    [InlineData("[Cell(" + Quotes + "\r\n    a_t = x_t\r\n\r\n    h_t = «?» x_t\r\n    " + Quotes + ")]", "lines of Windows")]
    [InlineData("[Cell(" + Quotes + "\"   \n    a_t = x_t\n    h_t = «?» x_t\n    " + Quotes + "\")]", "four quotes and blanks behind them")]
    [InlineData("[Cell(" + Quotes + "\nh_t = «?» x_t\n" + Quotes + ")]", "no indentation")]
    [InlineData("[Cell(\"a_t = x_t\\n\" + \"h_t = «?» x_t\")]", "a sum")]
    [InlineData("[Cell(\"a_t = x_t\\n\" + (@\"b_t = x_t\" + \"\\n\" + " + Quotes + "h_t = «?»" + Quotes + ") + \" x_t\")]", "sums of several kinds")]
    [InlineData("[Cell(\"h_t = «h\" + \"_\" + \"t» + x_t\")]", "a name in pieces", "RNN307")]
    [InlineData("[Cell(equations: (\"h_t = «?» x_t\"))]", "a named argument in parentheses")]
    [InlineData("[Cell(«Text»)]", "a constant elsewhere")]
    [InlineData("[Cell(«\"a_t = x_t\\n\" + Text»)]", "a sum with a constant elsewhere")]
    [InlineData("[Cell(«$\"h_t = ? x_t\"»)]", "an interpolated text")]
    [InlineData("[Cell(«\"\"»)]", "nothing")]
    [InlineData("[Cell(«null!»)]", "null")]
    [InlineData("[Cell(\"h_t = x_t «+»\")]", "an end")]
    [InlineData("[Cell(\"h_t = x_t «+» \\n  \")]", "an end before blanks")]
    [InlineData("[Cell(\"h_t = «[x_t, h_{t-1}]»\")]", "a span of several words", "RNN314")]
    public async Task Error_is_located_within_any_kind_of_string_literal(string attribute, string why, string id = "RNN301")
    {
        var source = "using RnnDsl;\n" + attribute.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal)
            + "\npublic partial class C { private const string Text = \"h_t = ? x_t\"; }";
        var run = GeneratorRun.Of(source);
        Assert.Empty(run.Input.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        var expected = attribute[(attribute.IndexOf('«') + 1)..attribute.IndexOf('»')];
        var diagnostics = await run.AnalyzeAsync();
        var diagnostic = Assert.Single(diagnostics, diagnostic => diagnostic.Id == id);
        Assert.Equal(expected, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Equal(source.IndexOf(attribute.Split('«')[0], StringComparison.Ordinal) + attribute.IndexOf('«'), diagnostic.Location.SourceSpan.Start);
        Assert.NotEmpty(why);
    }

    [Theory]
    [InlineData("[Cell(\"h_t = x_t")]
    [InlineData("[Cell(\"h_t = ? \\x")]
    [InlineData("[Cell(\"h_t = ? \\u12\")]")]
    [InlineData("[Cell(" + Quotes + "\n  h_t = ?")]
    [InlineData("[Cell(" + Quotes + "h_t = ?")]
    [InlineData("[Cell(" + Quotes + "\n    h_t = ?\n  x\n    " + Quotes + ")]")]
    [InlineData("[Cell(\"h_t = ?\"u8)]")]
    [InlineData("[Cell(3)]")]
    [InlineData("[Cell(\"h_t = ?\", States = 3)]")]
    [InlineData("[Cell]")]
    [InlineData("[Cell(\"h_t = ?\")] [Cell(\"h_t = x_t\")]")]
    public async Task Invalid_CSharp_does_not_crash_the_analyzer(string attribute)
    {
        var run = GeneratorRun.Of("using RnnDsl;\n" + attribute + "\npublic partial class C;");
        Assert.DoesNotContain(await run.AnalyzeAsync(), diagnostic => diagnostic.Id == "AD0001");
        Assert.Contains(run.Input.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public async Task Errors_in_States_and_CellParameter_are_located_at_their_characters()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl;
            [Cell("s_t = W_in · x_t + s_{t-1}; h_t = V · s_t", States = "\u0073: 40, q: 3")]
            [CellParameter("W_im", ParameterInitialization.Xavier)]
            public partial class C;
            [Cell("h_t = W_in · x_t + h_{t-1}"), CellParameter(initialization: ParameterInitialization.Zeros, parameter: "W_im")]
            public partial class D;
            """);
        var texts = (await run.AnalyzeAsync()).Select(diagnostic => $"{diagnostic.Id} {diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)}");
        Assert.Equal(["RNN315 q", "RNN316 W_im"], texts.Order());
    }
}
