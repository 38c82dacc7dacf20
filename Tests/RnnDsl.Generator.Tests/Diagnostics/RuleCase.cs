using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>A declaration that breaks one rule, and its nearest neighbour that breaks none.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Wrong">The declaration, with « and » around what the diagnostic must point at.</param>
/// <param name="Message">The whole message.</param>
/// <param name="Right">The neighbour.</param>
internal sealed record RuleCase(string Id, string Wrong, string Message, string Right)
{
    /// <summary>Statements that use a model M as one that has no mistake. <c>x</c> is a tensor.</summary>
    public string Use { get; init; } = "var model = new M(); var (y, state) = model.forward(x); (y, state) = model.call(x, state: state.Detach()); (y, state) = model.Step(x); state = model.InitialState(2);";

    /// <summary>Errors of C# itself beside the rule's: where no member can be emitted, or C# sees the mistake too.</summary>
    public string[] CSharpErrors { get; init; } = [];

    /// <summary>What the project lacks or has.</summary>
    public Infrastructure.CompileOptions Options { get; init; } = Infrastructure.CompileOptions.Default;

    /// <summary>What the neighbour's project lacks or has.</summary>
    public Infrastructure.CompileOptions RightOptions { get; init; } = Infrastructure.CompileOptions.Default;

    private const string Header = "using RnnDsl; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch;\nnamespace Test;\n";

    /// <summary>The wrong declaration in the notation of Microsoft.CodeAnalysis.Testing.</summary>
    public string Markup => (Header + Wrong).Replace("«", "{|#0:").Replace("»", "|}");

    /// <summary>The wrong declaration as a user has it.</summary>
    public string Source => Strip(Header + Wrong);

    /// <summary>The wrong declaration and a program that uses it.</summary>
    public string SourceWithUse => Source + "\ninternal static class Program\n{\n    internal static void Use(Tensor x) { " + Use + " }\n}\n";

    /// <summary>The text that the diagnostic points at.</summary>
    public string Squiggle => Wrong[(Wrong.IndexOf('«') + 1)..Wrong.IndexOf('»')];

    /// <summary>The place of that text in <see cref="Source"/>.</summary>
    public TextSpan Span => new((Header + Wrong).IndexOf('«', StringComparison.Ordinal), Squiggle.Length);

    public string RightSource => Header + Right;

    public string RightSourceWithUse => RightSource + "\ninternal static class Program\n{\n    internal static void Use(Tensor x) { " + RightUse + " }\n}\n";

    /// <summary>Statements that use the neighbour, where they are not <see cref="Use"/>.</summary>
    public string RightUse { get => field ?? Use; init; }

    public override string ToString() => $"{Id}: {Wrong.ReplaceLineEndings(" ")}";

    private static string Strip(string text) => text.Replace("«", "").Replace("»", "");
}
