using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Scalars;

/// <summary>
/// TorchSharp frees a scalar in its finalizer, and holds none while libtorch reads it: a collection on another thread then ends the call, the process, or the
/// right result. The runtime and emitted code hold every scalar that they hand over.
/// </summary>
public sealed class ScalarLifetimeTests
{
    private static readonly string[] ImplicitUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    [Fact]
    public void Runtime_holds_its_scalars()
    {
        var files = RepositoryFiles.Code("Runtime/RnnDsl.Torch").Where(static path => !path.Contains("/build/", StringComparison.Ordinal)).Select(static path => (path, File.ReadAllText(path)))
            .Append(("Usings.cs", Compile.GlobalUsings(ImplicitUsings.Concat(RepositoryFiles.Usings("Runtime/RnnDsl.Torch/RnnDsl.Torch.csproj")))));
        var packages = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is "Spectre.Console.dll" or "Spectre.Console.Ansi.dll" or "Microsoft.ML.Tokenizers.dll" or "System.Numerics.Tensors.dll" or "Google.Protobuf.dll")
            .Select(static path => MetadataReference.CreateFromFile(path));
        var options = new CompileOptions { WithRuntime = false, AssemblyName = "RnnDsl.Torch", LanguageVersion = LanguageVersion.Preview };
        var project = Compile.Files(files, options).AddReferences(packages);

        // All code is understood but what other generators write: bodies of regular expressions and of readers of JSON.
        var errors = project.GetDiagnostics().Where(static error => error.Severity == DiagnosticSeverity.Error && error.Id != "CS8795")
            .Where(static error => !error.GetMessage(CultureInfo.InvariantCulture).Contains("Json", StringComparison.Ordinal)).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
        AssertHeld(project, project.SyntaxTrees);
    }

    [Theory]
    [InlineData("Examples/RnnDsl.Examples")]
    [InlineData("Tests/RnnDsl.Benchmarks")]
    public void Emitted_code_holds_its_scalars(string project) => AssertEmittedHeld(project);

    /// <summary>Every cell, every option and every decoder that the tests of the runtime declare.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public void Emitted_code_of_the_tests_holds_its_scalars() => AssertEmittedHeld("Tests/RnnDsl.Runtime.Tests");

    private static void AssertEmittedHeld(string project)
    {
        var usings = ImplicitUsings.Concat(RepositoryFiles.PackageUsings).Concat(RepositoryFiles.Usings($"{project}/{Path.GetFileName(project)}.csproj"));
        var run = GeneratorRun.Of(Compile.Files(RepositoryFiles.Code(project).Select(static path => (path, File.ReadAllText(path))).Append(("Usings.cs", Compile.GlobalUsings(usings)))));
        Assert.NotEmpty(run.Files);
        AssertHeld(run.Output, run.Output.SyntaxTrees.Except(run.Input.SyntaxTrees));
    }

    private static void AssertHeld(Compilation project, IEnumerable<SyntaxTree> files)
    {
        var unheld = ScalarUses.Unheld(project, files);
        Assert.True(unheld.Count == 0, $"Nothing holds {unheld.Count} scalars while libtorch reads them:\n{string.Join('\n', unheld)}");
    }

    /// <summary>These tests run side by side, and some compile, which starts collections, while others compute.</summary>
    [Fact]
    public void Tests_that_compute_beside_others_hold_their_scalars()
    {
        var files = RepositoryFiles.Code("Tests/RnnDsl.Generator.Tests").Concat(RepositoryFiles.Code("Tests/Common")).Where(static path => !path.EndsWith(".verified.cs", StringComparison.Ordinal))
            .Select(static path => (path, File.ReadAllText(path))).Append(("Usings.cs", Compile.GlobalUsings(ImplicitUsings)));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileNameWithoutExtension(path) != "RnnDsl.Generator.Tests").Select(static path => MetadataReference.CreateFromFile(path));
        var project = Compile.Files(files, new() { AssemblyName = "RnnDsl.Generator.Tests", LanguageVersion = LanguageVersion.Preview }).WithReferences(references);
        List<SyntaxTree> computing = [.. project.SyntaxTrees.Where(static tree => tree.GetCompilationUnitRoot().Usings.Any(static import => import.Name?.ToString().StartsWith("TorchSharp", StringComparison.Ordinal) == true))];
        Assert.NotEmpty(computing);
        Assert.DoesNotContain(computing.SelectMany(tree => project.GetSemanticModel(tree).GetDiagnostics()), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        AssertHeld(project, computing);
    }

    [Theory]
    [InlineData("a + b")]
    [InlineData("1 - a")]
    [InlineData("2 * a")]
    [InlineData("a / 3.0")]
    [InlineData("One + a")]
    [InlineData("a.add(b)")]
    [InlineData("a.add_(One)")]
    [InlineData("a.square()")]
    [InlineData("a.mul(0.5)")]
    [InlineData("a.mul(0.5.ToScalar())")]
    [InlineData("a.masked_fill(b, double.NegativeInfinity)")]
    [InlineData("a.clamp(0, 1)")]
    [InlineData("add(a, b)")]
    [InlineData("nn.functional.softplus(a)")]
    [InlineData("arange(3)")]
    [InlineData("full([2], 1)")]
    [InlineData("tensor((float)a)")]
    [InlineData("script.invoke<Tensor>(\"f\", a, 0.5)")]
    [InlineData("script.invoke<Tensor>(\"f\", a, 2L)")]
    public void Unheld_scalar_is_reported(string expression) => Assert.NotEmpty(Unheld(expression));

    [Theory]
    [InlineData("a - b")]
    [InlineData("a * b")]
    [InlineData("-a / b")]
    [InlineData("a.add(b, One)")]
    [InlineData("a.add(One, One)")]
    [InlineData("a.mul(half)")]
    [InlineData("a.addmm(b, c, 1, 1)")]
    [InlineData("a.masked_fill(b, One)")]
    [InlineData("script.invoke<Tensor>(\"f\", a, half, 2, true)")]
    [InlineData("tensor(a.item<float>())")]
    public void Held_scalar_is_not_reported(string expression) => Assert.Empty(Unheld(expression));

    [Fact]
    public void Scalar_in_a_local_is_reported_as_unheld() => Assert.NotEmpty(Unheld("a.mul(number)", "Scalar number = 0.5;"));

    [Fact]
    public void Scalar_of_a_compound_assignment_is_reported_as_unheld() => Assert.NotEmpty(Unheld("a", "a += b;"));

    private static List<string> Unheld(string expression, string before = "")
    {
        var project = Compile.Source($$"""
            using TorchSharp;
            using static TorchSharp.torch;

            internal static class Uses
            {
                private static readonly Scalar One = 1;

                public static Tensor Use(Tensor a, Tensor b, Tensor c, jit.CompilationUnit script)
                {
                    using Scalar half = 0.5;
                    {{before}}
                    return {{expression}};
                }
            }
            """);
        Assert.DoesNotContain(project.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return ScalarUses.Unheld(project, project.SyntaxTrees);
    }
}
