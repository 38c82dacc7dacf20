using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Usage;
using Xunit;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>One run of the generator over a project, and its results.</summary>
internal sealed class GeneratorRun
{
    // The user's classes are theirs to document.
    private const string MissingDocumentation = "CS1591";

    private readonly GeneratorDriver _driver;
    private readonly Lazy<Task<ImmutableArray<Diagnostic>>> _diagnostics;

    private GeneratorRun(GeneratorDriver driver, CSharpCompilation input)
    {
        Input = input;
        _driver = driver.WithUpdatedParseOptions(Options(input)).RunGeneratorsAndUpdateCompilation(input, out var output, out var diagnostics);
        Output = (CSharpCompilation)output;
        _diagnostics = new(DiagnoseAsync);
        Result = Assert.Single(_driver.GetRunResult().Results);

        // CS8785, and whatever else the generator should never have to say.
        Assert.Empty(diagnostics);
        Assert.Null(Result.Exception);

        // A failure on one model costs the others nothing, and is none to be overlooked here.
        if (!ExpectsFailures)
        {
            Assert.DoesNotContain(Files, file => file.SourceText.ToString().Contains(Rules.CompilerFailed.Id, StringComparison.Ordinal));
        }
    }

    /// <summary>Whether the test makes the compiler fail.</summary>
    private static bool ExpectsFailures => CompilerFailure.Entered.Value is not null;

    /// <summary>The project as it was written.</summary>
    public CSharpCompilation Input { get; }

    /// <summary>The project with the generated files.</summary>
    public CSharpCompilation Output { get; }

    public GeneratorRunResult Result { get; }

    /// <summary>The generated files.</summary>
    public ImmutableArray<GeneratedSourceResult> Files => Result.GeneratedSources;

    /// <summary>The text of the one generated file, beside that of its kernels.</summary>
    public string Text => Assert.Single(Files, static file => !file.HintName.EndsWith(".Kernels.g.cs", StringComparison.Ordinal)).SourceText.ToString();

    /// <summary>Which steps ran, and why, in a run that records its steps.</summary>
    public RunReasons Reasons => RunReasons.Of(Result);

    /// <summary>The first run over a project.</summary>
    public static GeneratorRun Of(CSharpCompilation compilation) => Of(compilation, recordsSteps: false);

    public static GeneratorRun Of(string source, CompileOptions? options = null) => Of(Compile.Source(source, options));

    /// <summary>The first run over a project; it and the runs after it record their steps, which takes a tenth of the time of hundreds of files.</summary>
    public static GeneratorRun WithStepsOf(CSharpCompilation compilation) => Of(compilation, recordsSteps: true);

    /// <inheritdoc cref="WithStepsOf(CSharpCompilation)"/>
    public static GeneratorRun WithStepsOf(string source) => WithStepsOf(Compile.Source(source));

    private static GeneratorRun Of(CSharpCompilation compilation, bool recordsSteps) => new(
        CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: recordsSteps)),
        compilation);

    /// <summary>The next run, after the project was edited.</summary>
    public GeneratorRun Again(CSharpCompilation edited) => new(_driver, edited);

    /// <summary>The next run, after a file was added that has nothing to do with any model.</summary>
    public GeneratorRun AgainAfterUnrelatedEdit() =>
        Again(Input.AddSyntaxTrees(CSharpSyntaxTree.ParseText(
            "internal static class Unrelated { }", Options(Input), "Unrelated.cs")));

    /// <summary>All diagnostics of C# on the project with the generated files.</summary>
    public IEnumerable<Diagnostic> CSharpDiagnostics() => _diagnostics.Value.GetAwaiter().GetResult().Where(IsOfCSharp);

    /// <summary>The errors of C# on the project with the generated files.</summary>
    public IEnumerable<Diagnostic> CSharpErrors() => CSharpDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>What C# says of the project with the generated files: errors and warnings.</summary>
    public ImmutableArray<Diagnostic> Complaints() => Complaints(CSharpDiagnostics());

    /// <summary>Emits the assembly of the project with the generated files, which binds it once for the diagnostics of C# and the code.</summary>
    /// <returns>Whether there is an assembly, and what C# says: errors and warnings.</returns>
    public (bool Success, ImmutableArray<Diagnostic> Complaints) Emit(Stream assembly)
    {
        var result = Output.Emit(assembly);
        return (result.Success, Complaints(result.Diagnostics));
    }

    /// <summary>Asserts that everything compiles without an error or a warning.</summary>
    public GeneratorRun AssertCompiles()
    {
        var complaints = Complaints();
        Assert.True(complaints.IsEmpty, string.Join("\n", complaints) + "\n\n" + string.Join("\n\n", Files.Select(file => file.SourceText)));
        return this;
    }

    /// <summary>What the analyzers say of the project, the generated files included, as a build runs it.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAsync() => OfAnalyzers(await _diagnostics.Value);

    /// <summary>What the analyzers say, for a test that has no use for the diagnostics of C# or takes them from <see cref="Emit"/>: the generated code stays unbound.</summary>
    public async Task<ImmutableArray<Diagnostic>> AnalyzeAloneAsync() => OfAnalyzers(await WithAnalyzers(Output).GetAnalyzerDiagnosticsAsync());

    /// <summary>
    /// What the analyzers say of declarations, for a project without code that uses its models: the generated files are left out, which takes a tenth of the time.
    /// </summary>
    public Task<ImmutableArray<Diagnostic>> AnalyzeDeclarationsAsync() => AnalyzeDeclarationsAsync(Input);

    /// <summary>What the analyzers say of declarations, as an editor may see them before the generator has run.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeDeclarationsAsync(CSharpCompilation project) => OfAnalyzers(await WithAnalyzers(project).GetAnalyzerDiagnosticsAsync());

    /// <summary>What the analyzers say of the project where MSBuild passes them properties.</summary>
    public Task<ImmutableArray<Diagnostic>> AnalyzeAsync(BuildProperties properties) => WithAnalyzers(Output, new AnalyzerOptions([], properties)).GetAnalyzerDiagnosticsAsync();

    /// <summary>The compiler and the analyzers in one pass, as in a build: binding a project twice costs twice the time.</summary>
    private Task<ImmutableArray<Diagnostic>> DiagnoseAsync() => WithAnalyzers(Output).GetAllDiagnosticsAsync();

    private static CompilationWithAnalyzers WithAnalyzers(CSharpCompilation project, AnalyzerOptions? properties = null)
    {
        var options = new CompilationWithAnalyzersOptions(
            properties ?? new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return project.WithAnalyzers([new ModelAnalyzer(), new UsageAnalyzer()], options);
    }

    private static ImmutableArray<Diagnostic> OfAnalyzers(ImmutableArray<Diagnostic> all)
    {
        ImmutableArray<Diagnostic> diagnostics = [.. all.Where(diagnostic => !IsOfCSharp(diagnostic))];
        if (!ExpectsFailures)
        {
            Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == Rules.CompilerFailed.Id);
        }

        return diagnostics;
    }

    private ImmutableArray<Diagnostic> Complaints(IEnumerable<Diagnostic> diagnostics) =>
    [
        .. diagnostics.Where(diagnostic =>
            diagnostic.Severity >= DiagnosticSeverity.Warning
            && !(diagnostic.Id == MissingDocumentation && Input.SyntaxTrees.Contains(diagnostic.Location.SourceTree!))),
    ];

    private static bool IsOfCSharp(Diagnostic diagnostic) => diagnostic.Id.StartsWith("CS", StringComparison.Ordinal);

    private static CSharpParseOptions Options(CSharpCompilation compilation) => (CSharpParseOptions)compilation.SyntaxTrees[0].Options;
}
