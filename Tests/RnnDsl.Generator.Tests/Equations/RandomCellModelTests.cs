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
        var project = await RandomProject.OfAsync(cells.Select(cell => (cell.Namespace, cell.Source)));
        Assert.All(cells, cell => Assert.True(
            !project.Complains(cell.Namespace) && !project.IsReported(cell.Namespace), $"{cell.Source}\n{project.Describe(cell.Namespace)}"));

        using var loaded = project.Load();
        var compared = cells.Count(cell => RandomCellRun.Compares(cell, loaded.Type(cell.Namespace + ".Model")));
        Assert.InRange(compared, CellsPerProject / 2, CellsPerProject);
    }
}
