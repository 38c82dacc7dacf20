using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Every operation in every place, over what is recurrent and what is not: it is emitted, compiles, and its loop and derivative are those of its equations.</summary>
public sealed class OperationPositionTests
{
    /// <summary>To compile and run the cells of one takes seconds: a default run takes every twelfth.</summary>
    private const int Interval = 12;

    private static bool TakesAll => Environment.GetEnvironmentVariable("RNNDSL_GRID") == "all";

    public static TheoryData<string> Operations => new(NodePlaces.Operations);

    public static TheoryData<string> SomeOperations => new(NodePlaces.Operations.Where((_, i) => i % Interval == 0));

    public static TheoryData<string> OtherOperations =>
        new(NodePlaces.Operations.Where((_, i) => i % Interval != 0 || TakesAll));

    [Theory]
    [MemberData(nameof(SomeOperations))]
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
        // A third of the operands in each place, another third for the next operation and the next place.
        var first = Array.IndexOf(NodePlaces.Operations, operation);
        var cells = NodePlaces.Places.SelectMany((place, i) => NodePlaces.Operands.Where((_, j) => TakesAll || (first + i + j) % 3 == 0).Select(operand => NodePlaces.Cell(place, operation, operand))).ToList();
        Assert.InRange(cells.Count(IsEmitted), cells.Count / 2, cells.Count);
    }

    [Theory]
    [MemberData(nameof(SomeOperations))]
    public Task Selected_operation_computes_its_equation_in_every_position(string operation) => AssertComputes(InEveryPlace(operation));

    /// <summary>The other operations, each in every second position, and with <c>RNNDSL_GRID=all</c> each in all of them over every operand: 12,654 cells.</summary>
    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(OtherOperations))]
    public async Task Other_operations_compute_their_equations(string operation)
    {
        if (!TakesAll)
        {
            var first = Array.IndexOf(NodePlaces.Operations, operation);
            await AssertComputes(InEveryPlace(operation).Where((_, i) => (first + i) % 2 == 0));
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

    private static async Task AssertComputes(IEnumerable<RandomCell> given)
    {
        var all = given.ToList();
        Assert.InRange(await RandomCellRun.CompareAsync(all.Where(cell => CellRun.Of(cell).Cell is not null)), all.Count / 3, all.Count);
    }
}
