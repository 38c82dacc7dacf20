using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Every operation in every place, over what is recurrent and what is not: it is emitted, compiles, and its loop and derivative are those of its equations.</summary>
public sealed class OperationPositionTests
{
    /// <summary>To compile and run the cells of one takes seconds: a default run takes every sixth.</summary>
    private const int Share = 6;

    public static TheoryData<string> Operations => new(NodePlaces.Operations);

    public static TheoryData<string> SomeOperations => new(NodePlaces.Operations.Where((_, i) => i % Share == 0));

    public static TheoryData<string> OtherOperations =>
        new(NodePlaces.Operations.Where((_, i) => i % Share != 0 || Environment.GetEnvironmentVariable("RNNDSL_GRID") == "all"));

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_is_emitted_in_every_position(string operation) =>
        Assert.InRange(InEveryPlace(operation).Count(IsEmitted), NodePlaces.Places.Length / 2, NodePlaces.Places.Length);

    [Fact]
    public void Every_operand_occurs_with_every_operation_and_position()
    {
        Assert.All(NodePlaces.Operations, operation => Assert.Equal(NodePlaces.Operands.Length, OperandsInEveryPlace(operation).Select(place => place.Operand).Distinct().Count()));
        Assert.All(
            NodePlaces.Operations.SelectMany(OperandsInEveryPlace).GroupBy(place => place.Place),
            place => Assert.Equal(NodePlaces.Operands.Length, place.Select(cell => cell.Operand).Distinct().Count()));
    }

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Operations))]
    public void Operation_is_emitted_in_every_position_over_every_operand(string operation)
    {
        var cells = NodePlaces.Places.SelectMany(place => NodePlaces.Operands.Select(operand => NodePlaces.Cell(place, operation, operand)));
        Assert.InRange(cells.Count(IsEmitted), NodePlaces.Places.Length * NodePlaces.Operands.Length / 2, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(SomeOperations))]
    public Task Selected_operation_computes_its_equation_in_every_position(string operation) => AssertComputes(InEveryPlace(operation));

    /// <summary>The other operations, and with <c>RNNDSL_GRID=all</c> each of them over every operand: 12,654 cells.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(OtherOperations))]
    public async Task Every_operation_computes_its_equation_in_every_position(string operation)
    {
        if (Environment.GetEnvironmentVariable("RNNDSL_GRID") != "all")
        {
            await AssertComputes(InEveryPlace(operation));
            return;
        }

        foreach (var operand in NodePlaces.Operands)
        {
            await AssertComputes(NodePlaces.Places.Select(place => NodePlaces.Cell(place, operation, operand)));
        }
    }

    /// <summary>An operation in each place, each time over another operand; each operation begins with another.</summary>
    private static IEnumerable<RandomCell> InEveryPlace(string operation) =>
        OperandsInEveryPlace(operation).Select(cell => NodePlaces.Cell(cell.Place, operation, cell.Operand));

    private static IEnumerable<(string Place, string Operand)> OperandsInEveryPlace(string operation)
    {
        var first = Array.IndexOf(NodePlaces.Operations, operation);
        return NodePlaces.Places.Select((place, i) => (place, NodePlaces.Operands[(first + i) % NodePlaces.Operands.Length]));
    }

    private static bool IsEmitted(RandomCell cell)
    {
        var run = CellRun.Of(cell);
        if (run.Cell is null)
        {
            return false;
        }

        CellEmission.AssertIsCode(cell, CellEmission.Emit(cell, run.Cell.NamedSizes));
        return true;
    }

    private static async Task AssertComputes(IEnumerable<RandomCell> all)
    {
        var cells = all.Where(cell => CellRun.Of(cell).Cell is not null).Select((cell, i) => new RandomCellModel(cell, i)).ToList();
        var project = await RandomProject.OfAsync(cells.Select(cell => (cell.Namespace, cell.Source)));
        Assert.All(cells, cell => Assert.True(
            !project.Complains(cell.Namespace) && !project.IsReported(cell.Namespace), $"{cell.Source}\n{project.Describe(cell.Namespace)}"));

        using var loaded = project.Load();
        Assert.InRange(cells.Count(cell => RandomCellRun.Compares(cell, loaded.Type(cell.Namespace + ".Model"))), NodePlaces.Places.Length / 3, NodePlaces.Places.Length);
    }
}
