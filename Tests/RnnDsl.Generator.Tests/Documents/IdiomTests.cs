using System.Reflection;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>The tables of idioms: each row compiles without an error or a warning, and each row with a call runs after the page's preamble.</summary>
public sealed partial class IdiomTests
{
    private static readonly string ImplicitUsings =
        Compile.GlobalUsings(["System", "System.Collections.Generic", "System.IO", "System.Linq", .. RepositoryFiles.PackageUsings]);

    [Theory]
    [InlineData("from-pytorch.md")]
    [InlineData("from-keras.md")]
    public async Task Each_row_compiles_and_runs(string page)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Documents, page));
        var rows = Row().Matches(document).Select(row => row.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal)).ToList();
        var declarations = rows.Where(row => row.StartsWith('[')).Select((row, i) => $"[SequenceModel] {row} public partial class Row{i};").ToList();
        var calls = rows.Where(row => !row.StartsWith('[')).ToList();
        Assert.True(declarations.Count > 10, $"{page} has {declarations.Count} declarations.");
        Assert.True(calls.Count > 10, $"{page} has {calls.Count} calls.");

        // The statements of the preamble, then one block for each row, then the classes.
        var preamble = Assert.Single(CodeBlocks.In(document)).Code;
        var classes = preamble.IndexOf("[SequenceModel]", StringComparison.Ordinal);
        var program = $"{preamble[..classes]}{string.Join('\n', calls.Select(call => $"{{ {call} }}"))}\n{preamble[classes..]}{string.Join('\n', declarations)}";
        var project = Compile.Files([("Program.cs", program), ("Usings.cs", ImplicitUsings)]);
        project = project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication));
        var run = GeneratorRun.Of(project);
        var diagnostics = run.Output.GetDiagnostics().AddRange(await run.AnalyzeAsync());
        Assert.Empty(diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error
            || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Id.StartsWith("RNN", StringComparison.Ordinal))).Select(diagnostic => diagnostic.ToString()));

        using var image = new MemoryStream();
        Assert.True(run.Output.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext(page, isCollectible: true);
        var entry = context.LoadFromStream(image).EntryPoint!;
        entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? null : [Array.Empty<string>()], null);
        context.Unload();
    }

    /// <summary>The last column of a table's row with code in it.</summary>
    [GeneratedRegex(@"^\|.*\| `((?:[^`])+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
