using System.Globalization;

namespace RnnDsl.Kernels;

/// <summary>Checks the spans of matrices, once for each product: the kernels behind it read and write without bounds.</summary>
internal static class Operand
{
    /// <exception cref="ArgumentException">A matrix [rows, columns] with the stride does not lie within the length.</exception>
    public static void Check(int length, int rows, int columns, int stride, string name)
    {
        if (rows < 0 || columns < 0 || stride < 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"A matrix has no negative sizes: {name} is [{rows}, {columns}] with a stride of {stride}."), name);
        }

        var needed = rows == 0 || columns == 0 ? 0 : (long)(rows - 1) * stride + columns;
        if (length < needed)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{name} has {length} elements; a matrix [{rows}, {columns}] with a stride of {stride} has {needed}."), name);
        }
    }

    /// <summary>Checks a matrix that is written: its rows must not overlap.</summary>
    /// <exception cref="ArgumentException">They do, or the matrix does not lie within the length.</exception>
    public static void CheckWritten(int length, int rows, int columns, int stride, string name)
    {
        Check(length, rows, columns, stride, name);
        if (rows > 1 && stride < columns)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The rows of {name} overlap: [{rows}, {columns}] with a stride of {stride}, which must be at least {columns}."), name);
        }
    }
}
