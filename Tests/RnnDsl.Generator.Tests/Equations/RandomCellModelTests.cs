using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Random cells that the compiler accepts compile without a warning, and their loops and derivatives are those of their equations.</summary>
public sealed class RandomCellModelTests
{
    private const int CellsPerProject = 100;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_cell_that_is_accepted_compiles_and_computes_its_equations(int seed)
    {
        var cells = RandomCells.Accepted(seed, CellsPerProject).Select((cell, i) => new RandomCellModel(cell, i)).ToList();
        var run = GeneratorRun.Of(Compile.Files(
            cells.Select(cell => (cell.Namespace + ".cs", cell.Source)).Prepend(("Usings.cs", "global using System; global using RnnDsl;"))));

        var complaints = run.Complaints().ToLookup(Owner);
        var errors = (await run.AnalyzeAsync()).Where(finding => finding.Severity == DiagnosticSeverity.Error).ToLookup(Owner);
        Assert.All(cells, cell => Assert.True(
            !complaints[cell.Namespace].Any() && !errors[cell.Namespace].Any(),
            $"""
            {cell.Source}
            Found: {string.Join("; ", errors[cell.Namespace].DefaultIfEmpty())}
            C#: {string.Join("\n", complaints[cell.Namespace])}
            {string.Join("\n", run.Files.Where(file => file.HintName.StartsWith(cell.Namespace + ".", StringComparison.Ordinal)).Select(file => file.SourceText))}
            """));

        using var project = new LoadedProject(run.Output);
        var compared = cells.Count(cell => RandomCellRun.Compares(cell, project.Type(cell.Namespace + ".Model")));
        Assert.InRange(compared, CellsPerProject / 2, CellsPerProject);
    }

    private static string Owner(Diagnostic diagnostic) => Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "").Split('.')[0];
}
