using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Every operation in every place, over what is recurrent and what is not: it is emitted, compiles, and its loop and derivative are those of its equations.</summary>
public sealed class NodePlaceTests
{
    public static TheoryData<string> Operations => new(NodePlaces.Operations);

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_is_emitted_in_every_place_over_every_operand(string operation)
    {
        var cells = NodePlaces.Places.SelectMany(place => NodePlaces.Operands.Select(operand => NodePlaces.Cell(place, operation, operand)));
        Assert.InRange(cells.Count(IsEmitted), NodePlaces.Places.Length * NodePlaces.Operands.Length / 2, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public Task An_operation_computes_its_equation_in_every_place(string operation)
    {
        // Each place has another operand, and each operation begins with another.
        var first = Array.IndexOf(NodePlaces.Operations, operation);
        return AssertComputes(NodePlaces.Places.Select((place, i) => NodePlaces.Cell(place, operation, NodePlaces.Operands[(first + i) % NodePlaces.Operands.Length])));
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Operations))]
    public async Task An_operation_computes_its_equation_in_every_place_over_every_operand(string operation)
    {
        foreach (var operand in NodePlaces.Operands)
        {
            await AssertComputes(NodePlaces.Places.Select(place => NodePlaces.Cell(place, operation, operand)));
        }
    }

    private static bool IsEmitted(RandomCell cell)
    {
        var run = CellRun.Of(cell.Equations, cell.States);
        if (run.Cell is null)
        {
            return false;
        }

        CellEmission.AssertIsCode(cell, CellEmission.Emit(cell, run.Cell.NamedSizes));
        return true;
    }

    private static async Task AssertComputes(IEnumerable<RandomCell> all)
    {
        var cells = all.Where(cell => CellRun.Of(cell.Equations, cell.States).Cell is not null).Select((cell, i) => new RandomCellModel(cell, i)).ToList();
        var project = await RandomProject.OfAsync(cells.Select(cell => (cell.Namespace, cell.Source)));
        Assert.All(cells, cell => Assert.True(
            !project.Complains(cell.Namespace) && !project.IsReported(cell.Namespace), $"{cell.Source}\n{project.Describe(cell.Namespace)}"));

        using var loaded = project.Load();
        Assert.InRange(cells.Count(cell => RandomCellRun.Compares(cell, loaded.Type(cell.Namespace + ".Model"))), NodePlaces.Places.Length / 3, NodePlaces.Places.Length);
    }
}
