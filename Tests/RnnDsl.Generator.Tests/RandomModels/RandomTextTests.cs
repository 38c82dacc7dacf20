using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>
/// Three thousand random texts, a thousand of them by default, in the place of attributes. Neither the generator nor the analyzer ever throws, and what C# reads
/// without an error still compiles with the generated code.
/// </summary>
public sealed class RandomTextTests
{
    private const int TextsPerProject = 500;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public Task Random_source_text_does_not_throw(int seed) => AssertNothingThrows(seed);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public Task Further_random_source_text_does_not_throw(int seed) => AssertNothingThrows(seed);

    private static async Task AssertNothingThrows(int seed)
    {
        var random = new RandomText(seed);
        var texts = Enumerable.Range(0, TextsPerProject).ToDictionary(number => $"F{number}", random.Next);

        // A generator that throws fails this run with CS8785 and the exception, an analyzer the next with AD0001.
        var run = GeneratorRun.Of(Compile.Files(texts.Select(text => (text.Key + ".cs", text.Value)).Prepend(("Sides.cs", RandomText.Sides)).Prepend(("Usings.cs", "global using System; global using RnnDsl;")), CompileOptions.Undocumented));
        var diagnostics = await run.AnalyzeAsync();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");

        var before = run.Input.GetDiagnostics().Where(IsError).Select(error => error.Location.SourceTree).ToHashSet();
        var after = run.CSharpErrors().Where(error => !Origins(error.Location.SourceTree!, run).Any(before.Contains)).ToList();
        Assert.True(after.Count == 0, string.Join("\n\n", after.Select(error =>
            $"{error}\nin: {string.Join("\n", Origins(error.Location.SourceTree!, run).Where(run.Input.SyntaxTrees.Contains))}")));
        Assert.InRange(texts.Count - before.Count, TextsPerProject / 25, TextsPerProject);
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>All the files that the types of a file lie in: where a generated file has an error, the user's have it.</summary>
    private static IEnumerable<SyntaxTree> Origins(SyntaxTree tree, GeneratorRun run)
    {
        var semantics = run.Output.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
            .SelectMany(type => semantics.GetDeclaredSymbol(type)?.DeclaringSyntaxReferences ?? [])
            .Select(reference => reference.SyntaxTree)
            .Append(tree)
            .Distinct();
    }
}
