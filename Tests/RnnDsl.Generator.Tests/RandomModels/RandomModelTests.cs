using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>
/// Two thousand random declarations. Each is either reported as wrong, and then still compiles, or compiles without a warning and
/// runs as declared.
/// </summary>
public sealed class RandomModelTests
{
    private const int ModelsPerProject = 200;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task A_declaration_is_reported_or_runs_as_declared(int seed)
    {
        var random = new RandomModels(seed);
        var models = Enumerable.Range(0, ModelsPerProject).Select(random.Next).ToList();
        var run = GeneratorRun.Of(Compile.Files(
            models.Select(model => (model.Namespace + ".cs", model.Source)).Prepend(("Usings.cs", "global using System; global using RnnDsl;"))));

        var complaints = run.Complaints().ToLookup(Owner);
        var errors = (await run.AnalyzeAsync()).Where(finding => finding.Severity == DiagnosticSeverity.Error).ToLookup(Owner);
        Assert.All(models, model => Assert.True(
            !complaints[model.Namespace].Any(),
            $"""
            {model}
            Found: {string.Join("; ", errors[model.Namespace].DefaultIfEmpty())}
            C#: {string.Join("\n", complaints[model.Namespace])}
            {string.Join("\n", run.Files.Where(file => file.HintName.StartsWith(model.Namespace + ".", StringComparison.Ordinal)).Select(file => file.SourceText))}
            """));
        Assert.Empty(complaints.SelectMany(group => group));

        var sound = models.Where(model => !errors[model.Namespace].Any()).ToList();
        Assert.InRange(sound.Count, ModelsPerProject / 4, ModelsPerProject * 9 / 10);
        using var project = new LoadedProject(run.Output);
        Assert.All(sound, model => ModelRun.Check(model, project.Model(model)));
    }

    /// <summary>Whose a diagnostic is: files are named after the models' namespaces.</summary>
    private static string Owner(Diagnostic diagnostic) =>
        Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "").Split('.')[0];
}
