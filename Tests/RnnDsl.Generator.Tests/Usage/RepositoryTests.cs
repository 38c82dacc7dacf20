using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Usage;
using Xunit;

namespace RnnDsl.Generator.Tests.Usage;

/// <summary>This repository's own code uses models in more than a hundred places, and none of them is reported.</summary>
public sealed class RepositoryTests
{
    [Theory]
    [InlineData("Examples/RnnDsl.Examples", 30)]
    [InlineData("Tests/RnnDsl.Runtime.Tests", 100)]
    [InlineData("Tests/RnnDsl.Benchmarks", 10)]
    public async Task No_use_of_a_model_in_this_repository_is_reported(string project, int calls)
    {
        const string ImplicitUsings =
            "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks;";
        var files = RepositoryFiles.Code(project).Select(path => (path, File.ReadAllText(path))).Append(("Usings.cs", ImplicitUsings));

        // What other packages bring is not there, and the code that uses it is not understood.
        var run = GeneratorRun.Of(Compile.Files(files));

        Assert.Empty((await run.AnalyzeAsync()).Where(diagnostic => diagnostic.Id.StartsWith("RNN6", StringComparison.Ordinal)));
        Assert.True(Calls(run) >= calls, $"{project} calls models {Calls(run)} times.");
    }

    /// <summary>How many calls the analyzer looks into.</summary>
    private static int Calls(GeneratorRun run)
    {
        var models = new UsedModels(run.Output);
        return run.Input.SyntaxTrees.Sum(tree =>
        {
            var semantics = run.Output.GetSemanticModel(tree);
            return tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Where(access => access.Parent is InvocationExpressionSyntax && access.Name.Identifier.ValueText is "forward" or "call" or "Step" or "Loss" or "Encode" or "Remember")
                .Count(access => models.Find(semantics.GetTypeInfo(access.Expression).Type, default) is not null);
        });
    }
}
