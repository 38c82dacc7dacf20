using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>Many declarations in one project, each in a namespace and a file of its own, and what the compiler says of each.</summary>
internal sealed class RandomProject
{
    private readonly GeneratorRun _run;
    private readonly byte[] _assembly;
    private readonly bool _isEmitted;
    private readonly ILookup<string, Diagnostic> _complaints;
    private readonly ILookup<string, Diagnostic> _errors;

    private RandomProject(GeneratorRun run, IEnumerable<Diagnostic> diagnostics)
    {
        _run = run;
        using var assembly = new MemoryStream();
        (_isEmitted, var complaints) = run.Emit(assembly);
        _assembly = assembly.ToArray();
        _complaints = complaints.ToLookup(Owner);
        Failures = [.. diagnostics.Where(diagnostic => diagnostic.Id == "AD0001")];
        _errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(Owner);
    }

    /// <summary>All warnings and errors of C#, wherever they are.</summary>
    public IEnumerable<Diagnostic> Complaints => _complaints.SelectMany(group => group);

    /// <summary>What the analyzer has thrown.</summary>
    public IReadOnlyList<Diagnostic> Failures { get; }

    public static async Task<RandomProject> OfAsync(IEnumerable<(string Namespace, string Source)> declarations)
    {
        var run = GeneratorRun.Of(Compile.Files(
            declarations.Select(declaration => (declaration.Namespace + ".cs", declaration.Source)).Prepend(("Usings.cs", "global using System; global using RnnDsl;"))));
        return new RandomProject(run, await run.AnalyzeDeclarationsAsync());
    }

    /// <summary>Whether a declaration, or what is generated for it, does not compile without a warning.</summary>
    public bool Complains(string @namespace) => _complaints[@namespace].Any();

    /// <summary>Whether a declaration is reported as wrong.</summary>
    public bool IsReported(string @namespace) => _errors[@namespace].Any();

    /// <summary>Asserts that declarations compile without a warning of C#; they may be reported.</summary>
    public void AssertCompiles(IEnumerable<(string Namespace, string Source)> declarations) =>
        Assert.All(declarations, one => Assert.True(!Complains(one.Namespace), $"{one.Source}\n{Describe(one.Namespace)}"));

    /// <summary>Asserts that declarations are not reported, and compile without a warning.</summary>
    public void AssertAccepts(IEnumerable<(string Namespace, string Source)> declarations) =>
        Assert.All(declarations, one => Assert.True(!Complains(one.Namespace) && !IsReported(one.Namespace), $"{one.Source}\n{Describe(one.Namespace)}"));

    /// <summary>Everything the compiler says of a declaration, and what it generates for it.</summary>
    public string Describe(string @namespace) =>
        $"""
        Found: {string.Join("; ", _errors[@namespace].DefaultIfEmpty())}
        C#: {string.Join("\n", _complaints[@namespace])}
        {string.Join("\n", _run.Files.Where(file => file.HintName.StartsWith(@namespace + ".", StringComparison.Ordinal)).Select(file => file.SourceText))}
        """;

    public LoadedProject Load()
    {
        Assert.True(_isEmitted, string.Join("\n", Complaints));
        return new(_assembly);
    }

    /// <summary>Whose a diagnostic is: files are named after the namespaces.</summary>
    private static string Owner(Diagnostic diagnostic) => Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "").Split('.')[0];
}
