using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Tests.Infrastructure;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>A piece of C# of a document as a project of one file, with the usings of the SDK and of the packages.</summary>
internal static class DocumentProject
{
    private static readonly string ImplicitUsings =
        Compile.GlobalUsings(["System", "System.Collections.Generic", "System.IO", "System.Linq", .. RepositoryFiles.PackageUsings]);

    /// <summary>Runs the generator; a file with top-level statements becomes a console app.</summary>
    public static GeneratorRun Of(string code)
    {
        var project = Compile.Files([("Program.cs", code), ("Usings.cs", ImplicitUsings)]);
        return GeneratorRun.Of(project.SyntaxTrees[0].GetRoot().DescendantNodes().OfType<GlobalStatementSyntax>().Any()
            ? project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication))
            : project);
    }

    /// <summary>The errors of C#, and the errors and warnings of the analyzers.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> MistakesAsync(this GeneratorRun run) =>
    [
        .. run.CSharpDiagnostics().Concat(await run.AnalyzeAsync()).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
            || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Id.StartsWith("RNN", StringComparison.Ordinal))),
    ];
}
