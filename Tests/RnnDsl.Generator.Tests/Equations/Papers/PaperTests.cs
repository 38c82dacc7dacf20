using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Lowering;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells as papers print them compile as they stand and compute what the paper says, or are refused by a message that names the construct.</summary>
public sealed class PaperTests
{
    private const double Tolerance = 1e-12;

    private static readonly IReadOnlyList<PaperCell> Cells =
        [.. LongShortTermMemories.All, .. GatedRecurrentUnits.All, .. MinimalGates.All, .. LinearRecurrences.All, .. DynamicalSystems.All, .. OtherGates.All, .. Selections.All, .. MatrixMemories.All, .. StructuredMemories.All, .. ModernGates.All, .. RecentCells.All, .. StackedGates.All, .. Typography.All];

    public static TheoryData<string> Names => new(Cells.Select(cell => cell.Name));

    public static TheoryData<string> RefusedNames => new(RefusedCells.All.Select(cell => cell.Name));

    [Fact]
    public void Corpus_has_at_least_sixty_cells()
    {
        Assert.True(Cells.Count + RefusedCells.All.Count >= 60, $"{Cells.Count} cells and {RefusedCells.All.Count} refused ones.");
        Assert.Equal(Cells.Count, Cells.Select(cell => cell.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Cell_as_printed_computes_what_the_paper_says(string name)
    {
        var cell = Cells.First(cell => cell.Name == name);
        var run = Run(cell);
        Assert.True(run.Cell is not null, string.Join("\n", run.Found.Zip(run.Messages, static (found, message) => $"{found}: {message}")));
        Assert.Equal(cell.Warnings, run.Found);

        var sizes = Sizes.For(run.Cell!);
        var inputs = EquationInputs.Random(run.Cell, sizes, new RandomRows(5));
        var expected = EquationInterpreter.Run(run.Cell, inputs, sizes);
        var read = new HashSet<string>();
        for (var row = 0; row < Sizes.Batch; row++)
        {
            var states = run.Cell.States.ToDictionary(state => state.Name.Key, state => Row(inputs.States[state], row));
            for (var t = 0; t < Sizes.Steps; t++)
            {
                var step = new PaperStep(Row(inputs.Inputs[t], row), states, key => MatrixOf(Parameter(key, true)), key => Row(Parameter(key, false), 0))
                {
                    Inputs = InputsOf(run.Cell, Row(inputs.Inputs[t], row), sizes),
                };
                cell.Step(step);
                Assert.Contains(run.Cell.Output.Name.Key, step.Next.Keys);
                foreach (var (state, values) in expected[t].Where(pair => step.Next.ContainsKey(pair.Key.Name.Key)))
                {
                    AssertEqual($"{state.Name.Display} at step {t}", Row(values, row), step.Next[state.Name.Key]);
                }

                states = run.Cell.States.ToDictionary(state => state.Name.Key, state => step.Next.TryGetValue(state.Name.Key, out var next) ? Wide(next, sizes.Of(state.Length)) : Row(expected[t][state], row));
            }
        }

        // No parameter is invented.
        Assert.Equal(read.Order(), run.Cell.Parameters.Select(parameter => parameter.Name.Key).Order());

        Rows Parameter(string key, bool isMatrix)
        {
            read.Add(key);
            var parameter = Assert.Single(run.Cell.Parameters, parameter => parameter.Name.Key == key);
            Assert.Equal(isMatrix, parameter.IsMatrix);
            return inputs.Parameters[parameter];
        }
    }

    private static Dictionary<string, Vector> InputsOf(TypedCell cell, Vector input, Sizes sizes)
    {
        var (parts, first) = (new Dictionary<string, Vector>(), 0);
        foreach (var part in cell.Inputs)
        {
            var last = first + sizes.Of(part.Size);
            parts.Add(part.Name.Key, new Vector(input.Elements[first..last]));
            first = last;
        }

        return parts;
    }

    /// <summary>Graph, derivative and schedules of the loop.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Loop_of_a_cell_as_printed_equals_its_equations_and_differences(string name)
    {
        var cell = Cells.First(cell => cell.Name == name);
        EquationComparison.Compare(Declaration(cell), new RecurrentOptions(), 3);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void Text_that_is_not_part_of_the_language_is_named_with_what_to_write(string name)
    {
        var cell = RefusedCells.All.First(cell => cell.Name == name);
        var run = CellRun.Of(cell.Equations);
        Assert.Null(run.Cell);
        Assert.Equal(cell.Messages, run.Found.Zip(run.Messages, static (found, message) => $"{found}: {message}"));
    }

    private static CellDeclaration Declaration(PaperCell cell) =>
        new("Own", IsCell: true, IsSource: true, cell.Equations, cell.States, cell.Scalars.Select(static name => new CellParameterDeclaration(name, 0, null) { IsScalar = true }).ToEquatableArray())
        {
            Input = cell.Input,
            Inputs = cell.Inputs,
            Output = cell.Output,
            Time = cell.Time,
            Values = cell.Values,
            Constants = cell.Constants,
            Vectors = (int)cell.Vectors,
        };

    private static CellRun Run(PaperCell cell)
    {
        var (typed, diagnostics) = CellRules.Check(Declaration(cell));
        return new CellRun(typed, diagnostics, cell.Equations, cell.States);
    }

    private static Vector Row(Rows rows, int row) => new(rows.Part(rows.Count == 1 ? 0 : row, 1).Values);

    private static Vector Wide(Vector value, int size) => value + new Vector(new double[size]);

    private static Matrix MatrixOf(Rows rows)
    {
        var elements = new double[rows.Count, rows.Width];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < rows.Width; column++)
            {
                elements[row, column] = rows[row, column];
            }
        }

        return new Matrix(elements);
    }

    private static void AssertEqual(string what, Vector expected, Vector found)
    {
        foreach (var (one, other) in expected.Elements.Zip(Wide(found, expected.Elements.Length).Elements))
        {
            Assert.True(Math.Abs(one - other) <= Tolerance * Math.Max(1, Math.Abs(one)), FormattableString.Invariant($"{what}: {one} is computed, {other} by hand."));
        }
    }
}
