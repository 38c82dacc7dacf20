using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.EncoderDecoders;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Tests.Lowering;
using VerifyTests;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>The plans of the examples, and of their emitted loops; and the plan of a loop of each cell among them.</summary>
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

    [Fact]
    public async Task Models_of_the_examples()
    {
        var plans = Examples().SelectMany(Plans).ToList();
        Assert.NotEmpty(plans);
        await Verifier.Verify(plans);
    }

    /// <summary>The models and encoder-decoders of the examples.</summary>
    private static IEnumerable<(INamedTypeSymbol Type, CompilationEnvironment Environment)> Examples()
    {
        var project = Compile.Files([.. Files(), Usings()]);
        var environment = CompilationEnvironment.Of(project, Targets.Names);
        return Types(project).Select(type => (type, environment));
    }

    /// <summary>The plan of a class; none if it is no model.</summary>
    private static IEnumerable<Target> Plans((INamedTypeSymbol Type, CompilationEnvironment Environment) model)
    {
        var (type, environment) = model;
        if (Has(type, "SequenceModelAttribute") || Has(type, "EncoderAttribute") || Has(type, "DecoderAttribute"))
        {
            var bound = ModelCompiler.Bind(ModelParser.Parse(type, Targets.Names, CancellationToken.None), environment)!;
            Assert.Empty(bound.Errors);
            yield return new Target("txt", ModelPlanText.Print(Lowerer.Lower(bound, LoopScope.Names)), $"{type.ContainingNamespace.Name}.{type.Name}");
        }
        else if (Has(type, "EncoderDecoderAttribute"))
        {
            var bound = ModelCompiler.Bind(EncoderDecoderParser.Parse(type, Targets.Names, CancellationToken.None), environment)!;
            Assert.Empty(bound.Errors);
            yield return new Target("txt", ModelPlanText.Print(EncoderDecoderLowerer.Lower(bound, LoopScope.Names)), $"{type.ContainingNamespace.Name}.{type.Name}");
        }
    }

    private static List<(string Path, string Text)> Files() => [.. RepositoryFiles.Code("Examples/RnnDsl.Examples").Select(path => (path, File.ReadAllText(path)))];

    private static (string Path, string Text) Usings() => ("Usings.cs", Compile.GlobalUsings(["System", "System.Linq", "System.Collections.Generic", .. RepositoryFiles.PackageUsings]));

    /// <summary>The models of the examples, and one of a single layer for each cell.</summary>
    private static IEnumerable<(INamedTypeSymbol Type, CompilationEnvironment Environment)> Models()
    {
        var files = Files();
        var cells = Types(Compile.Files(files)).Where(static type => type.ContainingNamespace.ToDisplayString() == "RnnDsl.Examples.Cells");
        files.Add(("Cells.cs", "namespace Layers.Cells;\n" + string.Concat(cells.Select(static cell =>
            $"[SequenceModel, Features({Features(cell)}), Recurrent(typeof({cell.ToDisplayString()}), 4{Sizes(cell)}, Name = \"cell\")] public partial class {cell.Name};\n"))));

        var project = Compile.Files(files.Append(Usings()));
        var environment = CompilationEnvironment.Of(project, Targets.Names);
        return Types(project).Where(static type => Has(type, "SequenceModelAttribute") || Has(type, "DecoderAttribute")).Select(type => (type, environment));

        // Some cells add their input to a state.
        static int Features(INamedTypeSymbol cell) => Lowering.Sizes.For(CellRules.Check(CellParser.Parse(cell)).Cell!).Features;

        static string Sizes(INamedTypeSymbol cell) =>
            CellRules.Check(CellParser.Parse(cell)).Cell!.NamedSizes is { Count: > 0 } names ? $", Sizes = \"{string.Join(", ", names.Select(static name => name + ": 2"))}\"" : "";
    }

    /// <summary>The loops that a model's code contains.</summary>
    private static IEnumerable<Target> Loops((INamedTypeSymbol Type, CompilationEnvironment Environment) model)
    {
        var bound = ModelCompiler.Bind(ModelParser.Parse(model.Type, Targets.Names, CancellationToken.None), model.Environment)!;
        Assert.Empty(bound.Errors);
        return Lowerer.Lower(bound, LoopScope.Names).Recurrences.Where(static recurrence => recurrence.Loop is not null).Select(recurrence => new Target(
            "txt", PlanText.Print(recurrence.Loop!, recurrence.Operation.UserCell?.Typed), $"{model.Type.ContainingNamespace.Name}.{model.Type.Name}.{recurrence.Layer.Key}"));
    }

    private static IEnumerable<INamedTypeSymbol> Types(CSharpCompilation project) => project
        .GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().OrderBy(static type => type.ToDisplayString(), StringComparer.Ordinal);

    private static bool Has(INamedTypeSymbol type, string attribute) => type.GetAttributes().Any(candidate => candidate.AttributeClass?.Name == attribute);
}
