using RnnDsl.Generator.Equations.Typing;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>No length is a part of itself, whatever a text says: its size would never be found.</summary>
public sealed class LengthTermTests
{
    private static LengthTerm Units => LengthTerm.Known(CellLength.Hidden, "h_t");

    [Fact]
    public void Matrix_does_not_become_its_own_row()
    {
        var anything = LengthTerm.Anything();
        var matrix = LengthTerm.OfMatrix(anything, Units);
        Assert.Equal(Agreement.No, anything.Join(matrix));
        Assert.Equal(Agreement.No, matrix.Join(anything));
        Assert.Null(matrix.Length);
    }

    [Fact]
    public void Matrix_in_a_matrix_does_not_become_its_own_column()
    {
        var anything = LengthTerm.Anything();
        var matrix = LengthTerm.OfMatrix(LengthTerm.OfMatrix(Units, anything), Units);
        Assert.Equal(Agreement.No, anything.Join(matrix));
        Assert.Null(matrix.Length);
    }

    [Fact]
    public void Sum_with_a_matrix_does_not_become_a_size_of_that_matrix()
    {
        var rows = LengthTerm.Unknown();
        var matrix = LengthTerm.OfMatrix(rows, Units);
        Assert.Equal(Agreement.No, rows.Join(LengthTerm.Sum([matrix, Units])));
        Assert.Null(matrix.Length);
    }

    [Fact]
    public void Two_matrices_do_not_become_sizes_of_each_other()
    {
        var (one, two) = (LengthTerm.Anything(), LengthTerm.Anything());
        var (first, second) = (LengthTerm.OfMatrix(two, Units), LengthTerm.OfMatrix(one, Units));
        Assert.Equal(Agreement.Yes, one.Join(first));
        Assert.Equal(Agreement.No, two.Join(second));
        Assert.Null(first.Length);
    }
}
