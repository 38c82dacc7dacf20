using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Semantics;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Equations of rows, x_t W, are the cells that their equations of columns, W x_t, are.</summary>
public sealed class RowConventionTests
{
    private const int Cells = 2000;

    /// <summary>The cells that are drawn; those with matrices of a step are left out.</summary>
    private const int Drawn = 4000;

    /// <summary>Each random cell twice: with every matrix on the left, and on the right.</summary>
    [Fact]
    public void Random_cells_of_rows_equal_those_of_columns()
    {
        var (columns, rows) = (new RandomCells(11), new RandomCells(11, areRows: true));
        var compared = 0;
        for (var i = 0; i < Drawn; i++)
        {
            var (column, row) = (columns.Next(), rows.Next());

            // A lower-case parameter before a value is a matrix of columns only, and is reported there. A · x_t is a multiple where A is a number.
            // A matrix state of rows is the transpose of that of columns. Matrices of I, diagonals and outer products have tests of their own.
            if (column.HasMemory || column.Equations.Contains("(I - ", StringComparison.Ordinal) || column.Equations.Contains("diag(", StringComparison.Ordinal) || column.Scalars.Contains("A") || CellRun.Of(column).Diagnostics.Count > 0 || Printed(column, VectorConvention.Inferred) is not { } expected)
            {
                continue;
            }

            compared++;
            Assert.Equal((row, expected), (row, Printed(row, VectorConvention.Rows)));
        }

        Assert.InRange(compared, Cells / 10, Drawn);
    }

    [Theory]
    [InlineData("h_t = tanh(x_t W + h_{t-1} U + b)")]
    [InlineData("z_t = σ([x_t, h_{t-1}] · W + b)\nh_t = z_t ⊙ h_{t-1} + (1 - z_t) ⊙ tanh(x_t @ V)")]
    [InlineData("A = W - W^⊤\nh_t = tanh(x_t V + h_{t-1} A)")]
    public void Rows_are_inferred_where_every_matrix_is_on_the_right(string equations)
    {
        var cell = new RandomCell(equations, null);
        Assert.NotNull(Printed(cell, VectorConvention.Inferred));
        Assert.Equal(Printed(cell, VectorConvention.Rows), Printed(cell, VectorConvention.Inferred));
        Assert.Null(Printed(cell, VectorConvention.Columns));
    }

    /// <summary>The equations of a cell, its parameters and states; null for one that is refused.</summary>
    private static string? Printed(RandomCell cell, VectorConvention vectors)
    {
        var (typed, diagnostics) = CellRules.Check(cell.Declaration with { Vectors = (int)vectors });
        if (typed is null)
        {
            return null;
        }

        var (text, run) = (new ValueText(typed), new CellRun(typed, diagnostics, cell.Equations, cell.States));
        return string.Join("\n", typed.Definitions.Select(definition => $"{definition.Symbol} = {text.PrintAnew(definition.Value)}").Concat(run.Parameters.Order(StringComparer.Ordinal)).Concat(run.StateSizes));
    }
}
