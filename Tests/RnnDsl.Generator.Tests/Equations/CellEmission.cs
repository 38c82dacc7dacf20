using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Emits a model of a cell as the generator does, without a project around it.</summary>
internal static class CellEmission
{
    private static readonly CSharpCompilation Project = Compile.Source(
        "using RnnDsl; [Cell(\"h_t = x_t\")] public class Own; [SequenceModel] [Features(4)] [Recurrent(typeof(Own), 4)] public partial class Model;");

    private static readonly CompilationEnvironment Environment = CompilationEnvironment.Of(Project, Targets.Names);

    private static readonly ModelDeclaration Template = ModelParser.Parse(Project.GetTypeByMetadataName("Model")!, Targets.Names, CancellationToken.None);

    /// <summary>The emitted file.</summary>
    /// <param name="cell">A cell that is accepted.</param>
    /// <param name="sizes">The sizes that its states name.</param>
    public static string Emit(RandomCell cell, EquatableArray<string> sizes)
    {
        var layer = (RecurrentDeclaration)Template.Layers[1] with
        {
            UserCell = cell.Declaration,
            CellSizes = sizes.Select(size => new NamedSizeArgument(size, new SizeArgument(2, null))).ToEquatableArray(),
        };
        return ModelCompiler.Emit(ModelCompiler.Bind(Template with { Layers = new[] { Template.Layers[0], layer }.ToEquatableArray() }, Environment)!).Files[0].Text;
    }

    /// <summary>Asserts that it is a file of C#, and no model with errors.</summary>
    public static void AssertIsCode(RandomCell cell, string emitted)
    {
        var wrong = CSharpSyntaxTree.ParseText(emitted).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(wrong.Count == 0, $"{cell}\n{string.Join("\n", wrong)}\n{emitted}");
        Assert.DoesNotContain("has errors", emitted, StringComparison.Ordinal);
    }
}
