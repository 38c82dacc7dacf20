using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Brings each column to a mean of 0 and a standard deviation of 1, and back.</summary>
/// <param name="Means">Of each column.</param>
/// <param name="Deviations">Of each column: the standard deviation of all values there are (divided by n), and 1 for a column that never changes.</param>
public sealed record Standardization(IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    /// <summary>Of some rows: those that are learned from, so that nothing of the others is known.</summary>
    /// <param name="values">[rows, columns]</param>
    /// <param name="rows">Which rows.</param>
    public static Standardization Of(double[,] values, Range rows)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (start, length) = rows.GetOffsetAndLength(values.GetLength(0));
        var columns = Enumerable.Range(0, values.GetLength(1)).Select(column => Enumerable.Range(start, length).Select(row => values[row, column]).ToArray()).ToList();
        return new([.. columns.Select(static column => column.Average())], [.. columns.Select(Deviation)]);
    }

    /// <summary>Of some of the columns, by their numbers.</summary>
    public Standardization Select(params IReadOnlyList<int> columns) =>
        new([.. columns.Select(column => Means[column])], [.. columns.Select(column => Deviations[column])]);

    /// <summary>(x - mean) / deviation</summary>
    /// <param name="values">[..., columns]</param>
    public Tensor Apply(Tensor values)
    {
        using var scope = NewDisposeScope();
        return ((values - Row(Means, values)) / Row(Deviations, values)).MoveToOuterDisposeScope();
    }

    /// <summary>x · deviation + mean</summary>
    /// <param name="values">[..., columns]</param>
    public Tensor Undo(Tensor values)
    {
        using var scope = NewDisposeScope();
        return ((values * Row(Deviations, values)) + Row(Means, values)).MoveToOuterDisposeScope();
    }

    private static Tensor Row(IReadOnlyList<double> numbers, Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        return tensor(numbers.ToArray(), dtype: like.dtype, device: like.device);
    }

    private static double Deviation(double[] column)
    {
        var mean = column.Average();
        var deviation = Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        return deviation > 0 ? deviation : 1;
    }
}
