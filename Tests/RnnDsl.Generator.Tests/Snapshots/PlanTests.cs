using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Schedule;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Tests.Lowering;
using VerifyTests;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>The plans of the emitted loops of the examples, and of a layer of each cell among them.</summary>
[UsesVerify]
public sealed class PlanTests
{
    [Fact]
    public async Task Loops_of_the_examples()
    {
        var plans = Models().SelectMany(Loops).ToList();
        Assert.NotEmpty(plans);
        await Verifier.Verify(plans);
    }

    /// <summary>The models of the examples, and one of a single layer for each cell.</summary>
    private static IEnumerable<(INamedTypeSymbol Type, CompilationEnvironment Environment)> Models()
    {
        var files = RepositoryFiles.Code("Examples/RnnDsl.Examples").Select(path => (path, File.ReadAllText(path))).ToList();
        var cells = Types(Compile.Files(files)).Where(static type => type.ContainingNamespace.ToDisplayString() == "RnnDsl.Examples.Cells");
        files.Add(("Cells.cs", "namespace Layers.Cells;\n" + string.Concat(cells.Select(static cell =>
            $"[SequenceModel, Features(3), Recurrent(typeof({cell.ToDisplayString()}), 4{Sizes(cell)}, Name = \"cell\")] public partial class {cell.Name};\n"))));

        var project = Compile.Files(files.Append(("Usings.cs", Compile.GlobalUsings(["System", "System.Linq", "System.Collections.Generic", .. RepositoryFiles.PackageUsings]))));
        var environment = CompilationEnvironment.Of(project);
        return Types(project).Where(static type => Has(type, "SequenceModelAttribute") || Has(type, "DecoderAttribute")).Select(type => (type, environment));

        static string Sizes(INamedTypeSymbol cell) =>
            cell.GetAttributes().SelectMany(static attribute => attribute.NamedArguments).Any(static argument => argument.Key == "States") ? ", Sizes = \"context: 2\"" : "";
    }

    /// <summary>The loops that a model's code contains.</summary>
    private static IEnumerable<Target> Loops((INamedTypeSymbol Type, CompilationEnvironment Environment) model)
    {
        var plan = ModelCompiler.Plan(ModelParser.Parse(model.Type, CancellationToken.None), model.Environment)!;
        Assert.Empty(plan.Model.Errors);
        foreach (var recurrence in plan.Recurrences)
        {
            var (layer, attends) = (recurrence.Layer, plan.AttentionRecurrence?.Layer == recurrence.Layer);
            if (attends || recurrence is { Kernel: Kernel.EmittedLoop, IsStepped: false })
            {
                var cell = layer.UserCell is null ? CellBuilder.Build(layer) with { Attends = attends } : GraphBuilder.Build(layer);
                yield return new Target("txt", PlanText.Print(LoopSchedule.Of(cell), layer.UserCell?.Typed), $"{model.Type.ContainingNamespace.Name}.{model.Type.Name}.{layer.Key}");
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> Types(CSharpCompilation project) => project
        .GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal);

    private static bool Has(INamedTypeSymbol type, string attribute) => type.GetAttributes().Any(candidate => candidate.AttributeClass?.Name == attribute);
}
