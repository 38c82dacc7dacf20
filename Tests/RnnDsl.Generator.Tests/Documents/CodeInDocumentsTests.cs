using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>Every piece of C# in the documents compiles as it stands; the diagnostics' pages have tests of their own.</summary>
public sealed partial class CodeInDocumentsTests
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;";

    public static TheoryData<string, int, string> Blocks()
    {
        var root = Root();
        var data = new TheoryData<string, int, string>();
        foreach (var path in Directory.GetFiles(Path.Combine(root, "docs"), "*.md").Append(Path.Combine(root, "README.md")).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(path);
            foreach (Match block in CSharp().Matches(text))
            {
                data.Add(Path.GetRelativePath(root, path), text[..block.Index].Count(c => c == '\n') + 1, block.Groups[1].Value);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task A_block_of_code_compiles_as_it_stands(string document, int line, string code)
    {
        var project = Compile.Files([("Block.cs", code), ("Usings.cs", ImplicitUsings)]);
        var program = project.SyntaxTrees.First().GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax>().Any();
        project = project.WithOptions(project.Options.WithOutputKind(program ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary));

        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)project.SyntaxTrees.First().Options)
            .RunGeneratorsAndUpdateCompilation(project, out var generated, out _);
        var findings = await generated.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new ModelAnalyzer())).GetAllDiagnosticsAsync();

        var wrong = findings.Where(finding => finding.Severity == DiagnosticSeverity.Error || (finding.Severity == DiagnosticSeverity.Warning && finding.Id.StartsWith("RNN", StringComparison.Ordinal)));
        Assert.True(!wrong.Any(), $"{document}, line {line}:\n{string.Join("\n", wrong)}");
    }

    [Fact]
    public void There_is_code_to_compile() => Assert.True(Blocks().Count >= 5);

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharp();

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnDsl.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
