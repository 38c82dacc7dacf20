using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Usage;
using Xunit;

namespace RnnDsl.Generator.Tests.Usage;

/// <summary>
/// This repository's own code uses models in more than a hundred places, and none of them is reported. Its build shows the same, with warnings as
/// errors; this shows that the analyzer has read them.
/// </summary>
[Trait("Category", "Long")]
public sealed class RepositoryTests
{
    private static readonly string[] ImplicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks", .. RepositoryFiles.PackageUsings];

    [Theory]
    [InlineData("Examples/RnnDsl.Examples", 20)]
    [InlineData("Tests/RnnDsl.Runtime.Tests", 100)]
    [InlineData("Tests/RnnDsl.Benchmarks", 6)]
    public async Task Model_uses_in_this_repository_have_no_diagnostics(string project, int calls)
    {
        var usings = ImplicitUsings.Concat(RepositoryFiles.Usings($"{project}/{Path.GetFileName(project)}.csproj"));
        var files = RepositoryFiles.Code(project).Select(path => (path, File.ReadAllText(path))).Append(("Usings.cs", Compile.GlobalUsings(usings)));

        // Of the packages, those that these tests have themselves; code that uses others is not understood.
        var packages = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("xunit.", StringComparison.Ordinal) || Path.GetFileName(path) is "Spectre.Console.dll")
            .Select(path => MetadataReference.CreateFromFile(path));
        var run = GeneratorRun.Of(Compile.Files(files).AddReferences(packages));

        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        Assert.Empty(await run.Output.WithAnalyzers([new UsageAnalyzer()], options).GetAnalyzerDiagnosticsAsync());
        Assert.True(Calls(run) >= calls, $"{project} calls models {Calls(run)} times.");
    }

    /// <summary>How many calls the analyzer looks into.</summary>
    private static int Calls(GeneratorRun run)
    {
        var models = new UsedModels(run.Output, Targets.Names);
        return run.Input.SyntaxTrees.Sum(tree =>
        {
            var semantics = run.Output.GetSemanticModel(tree);
            return tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Where(access => access.Parent is InvocationExpressionSyntax && access.Name.Identifier.ValueText is "forward" or "call" or "Step" or "Loss" or "Encode" or "CreateMemory")
                .Count(access => models.Find(semantics.GetTypeInfo(access.Expression).Type, default) is not null);
        });
    }
}
